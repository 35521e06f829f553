namespace AlgoDistill.Reports.Tests;

/// <summary>Texts that are reviewed as files: those of Expectations.</summary>
static class Expected
{
    /// <summary>Holds <paramref name="actual"/> against the file; on a difference the actual text lies beside the copy of the expected one.</summary>
    public static void Text(string file, string actual)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Expectations", file);
        var expected = File.Exists(path) ? File.ReadAllText(path) : "";
        if (expected == actual) return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".actual", actual);
        Assert.Fail($"Expectations/{file} differs from the actual text, which is in {path}.actual, from character "
            + $"{expected.Zip(actual).TakeWhile(pair => pair.First == pair.Second).Count()}");
    }
}
