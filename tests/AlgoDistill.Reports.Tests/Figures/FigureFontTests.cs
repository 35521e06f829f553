using System.Diagnostics;

namespace AlgoDistill.Reports.Tests;

public sealed class FigureFontTests
{
    [Fact]
    public void EveryFigureHasTheSameBytesInAnotherProcessThatFindsNoFontOnTheMachine()
    {
        string[] here = [.. FigureHashes.All()];
        Assert.Equal(3 * Synthetic.Figures().Count, here.Length);
        Assert.Equal(here, Elsewhere());
    }

    [Fact]
    public void BoldLettersAreWiderAndNoTextHasNoWidth()
    {
        Assert.Equal(0, FigureFont.Width(FigureFont.Regular, 12, []));
        Assert.True(FigureFont.Width(FigureFont.Bold, 12, ["wide", "w"]) > FigureFont.Width(FigureFont.Regular, 12, ["wide"]));
        Assert.Equal("Liberation Sans", FigureFont.Regular.FamilyName);
    }

    // Where a user may make a namespace of mounts, its folder of fonts is empty
    static string[] Elsewhere()
    {
        const string Hide = "unshare -rm true 2>/dev/null && exec unshare -rm sh -c 'mount -t tmpfs none /usr/share/fonts && exec dotnet \"$0\"' \"$0\"; exec dotnet \"$0\"";
        var start = new ProcessStartInfo("sh", ["-c", Hide, typeof(FigureHashes).Assembly.Location]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return lines;
    }
}
