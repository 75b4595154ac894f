#:property PublishAot=false
#:property RestorePackagesWithLockFile=false
// Draws src/Budget.Package/icon.png: dotnet run tools/icon.cs -- src/Budget.Package/icon.png
// A gauge that is three quarters full around a dollar sign. Shapes are distances, so that edges are smooth; the PNG is written by hand.
using System.Buffers.Binary;
using System.IO.Compression;
using System.Numerics;
using System.Text;

const int Size = 256;
var pixels = new MemoryStream();
for (int y = 0; y < Size; y++)
{
    pixels.WriteByte(0);
    for (int x = 0; x < Size; x++)
        pixels.Write(Icon.Pixel(new Vector2(x + 0.5f, y + 0.5f) - new Vector2(Size / 2f)));
}

var packed = new MemoryStream();
using (var zlib = new ZLibStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
    zlib.Write(pixels.ToArray());

byte[] header = [0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0];
BinaryPrimitives.WriteInt32BigEndian(header, Size);
BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), Size);
using FileStream file = File.Create(args[0]);
file.Write([0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n']);
Png.Chunk(file, "IHDR", header);
Png.Chunk(file, "IDAT", packed.ToArray());
Png.Chunk(file, "IEND", []);

internal static class Icon
{
    private static readonly Vector4 s_top = Colour(0x2B2F77), s_bottom = Colour(0x0E7C86), s_fill = Colour(0x7CF5C4), s_white = Colour(0xFFFFFF);

    /// <summary>The colour at a point; the middle is the origin, y points down.</summary>
    public static byte[] Pixel(Vector2 p)
    {
        Vector4 colour = Vector4.Lerp(s_top, s_bottom, (p.Y + 128) / 256);
        colour = Over(colour, s_white, 0.20f * Cover(Arc(p, Vector2.Zero, 86, 135, 270, 10)));
        colour = Over(colour, s_fill, Cover(Arc(p, Vector2.Zero, 86, 135, 202, 10)));

        // The dollar sign: two arcs and a stroke.
        float dollar = Math.Min(Arc(p, new Vector2(0, -18), 19, 90, 235, 7), Arc(p, new Vector2(0, 20), 19, 270, 235, 7));
        dollar = Math.Min(dollar, Segment(p, new Vector2(0, -54), new Vector2(0, -38), 5.5f));
        dollar = Math.Min(dollar, Segment(p, new Vector2(0, 40), new Vector2(0, 56), 5.5f));
        colour = Over(colour, s_white, Cover(dollar));
        float alpha = Cover(RoundedSquare(p, 124, 52));
        return [(byte)(colour.X * 255), (byte)(colour.Y * 255), (byte)(colour.Z * 255), (byte)(alpha * 255)];
    }

    /// <summary>An arc with round ends, from an angle on, clockwise, in degrees; 0 points right.</summary>
    private static float Arc(Vector2 p, Vector2 centre, float radius, float from, float sweep, float halfWidth)
    {
        p -= centre;
        float angle = ((MathF.Atan2(p.Y, p.X) * 180 / MathF.PI) - from + 720) % 360;
        if (angle <= sweep)
            return Math.Abs(p.Length() - radius) - halfWidth;
        return Math.Min(Vector2.Distance(p, At(from)), Vector2.Distance(p, At(from + sweep))) - halfWidth;

        Vector2 At(float degrees) => radius * new Vector2(MathF.Cos(degrees * MathF.PI / 180), MathF.Sin(degrees * MathF.PI / 180));
    }

    private static float Segment(Vector2 p, Vector2 a, Vector2 b, float halfWidth)
    {
        float along = Math.Clamp(Vector2.Dot(p - a, b - a) / Vector2.DistanceSquared(a, b), 0, 1);
        return Vector2.Distance(p, Vector2.Lerp(a, b, along)) - halfWidth;
    }

    private static float RoundedSquare(Vector2 p, float half, float corner)
    {
        Vector2 outside = Vector2.Abs(p) - new Vector2(half - corner);
        return Vector2.Max(outside, Vector2.Zero).Length() + Math.Min(Math.Max(outside.X, outside.Y), 0) - corner;
    }

    private static float Cover(float distance) => Math.Clamp(0.5f - distance, 0, 1);

    private static Vector4 Over(Vector4 below, Vector4 above, float cover) => Vector4.Lerp(below, above, cover);

    private static Vector4 Colour(int rgb) => new((rgb >> 16) / 255f, ((rgb >> 8) & 255) / 255f, (rgb & 255) / 255f, 1);
}

internal static class Png
{
    public static void Chunk(Stream to, string type, byte[] data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        to.Write(number);
        to.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(body));
        to.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }
}
