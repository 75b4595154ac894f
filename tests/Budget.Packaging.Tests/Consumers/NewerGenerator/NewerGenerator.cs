[Microsoft.CodeAnalysis.Generator("C#")]
public sealed class NewerGenerator
{
}
