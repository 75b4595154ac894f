using PrivateLibrary;

using var client = new CannedClient();
try
{
    await Desk.AskAsync(client, "alice", "hello");
    Console.WriteLine("answered");
}
catch (FileNotFoundException error)
{
    Console.WriteLine("missing " + error.FileName!.Split(',')[0]);
}
