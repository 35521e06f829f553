using System.Security.Cryptography;
using System.Text;

namespace AlgoDistill.Reports.Tests;

/// <summary>The bytes of all synthetic figures in all formats; as a program it prints them, so that processes can be compared.</summary>
static class FigureHashes
{
    public static void Main()
    {
        foreach (var line in All()) Console.WriteLine(line);
    }

    public static IEnumerable<string> All() => Synthetic.Figures().SelectMany(figure =>
        new[] { Encoding.UTF8.GetBytes(figure.ToSvg()), figure.ToPng(), figure.ToPdf() }.Select(bytes => $"{figure.Name} {Convert.ToHexStringLower(SHA256.HashData(bytes))}"));
}
