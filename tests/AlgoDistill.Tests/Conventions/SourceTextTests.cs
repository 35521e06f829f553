using System.Text.RegularExpressions;

namespace AlgoDistill.Tests;

/// <summary>What every source file of the repository keeps to.</summary>
public partial class SourceTextTests
{
    const int MostLines = 350;

    static readonly string[] Product = ["src/", "tasks/", "models/"];

    static readonly string[] Forbidden = ["Random.Shared", "new Random(", "DateTime.Now", "DateTime.UtcNow", "Guid.NewGuid", "NotImplementedException",
        "#region", "TODO", "FIXME", "HACK"];

    static IEnumerable<string> Sources => Repository.Files(".cs");

    static IEnumerable<string> ProductSources => Sources.Where(file => Product.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));

    [Fact]
    public void Nothing_hidden_or_unfinished_is_used() => Assert.Empty(
        from file in Sources
        where !file.EndsWith(nameof(SourceTextTests) + ".cs", StringComparison.Ordinal)
        let text = Repository.Read(file)
        from word in Forbidden
        where text.Contains(word, StringComparison.Ordinal)
        select $"{file} uses {word}");

    [Fact]
    public void A_file_has_at_most_350_lines() => Assert.Empty(
        from file in Sources
        let lines = Repository.Read(file).AsSpan().Count('\n')
        where lines > MostLines
        select $"{file} has {lines} lines");

    [Fact]
    public void A_class_is_sealed_abstract_or_static() => Assert.Empty(
        from file in ProductSources
        from Match match in ClassDeclaration().Matches(Repository.Read(file))
        group (File: file, Match: match) by (Project: string.Join('/', file.Split('/')[..2]), Name: match.Groups["name"].Value) into parts
        where !parts.Any(part => part.Match.Groups["modifiers"].Value.Split(' ').Any(modifier => modifier is "sealed" or "abstract" or "static"))
        select $"{parts.First().File}: {parts.First().Match.Value.Trim()}");

    [Fact]
    public void No_name_is_added_to_TorchSharps() => Assert.Empty(
        from file in Sources
        from Match match in TorchSharpNamespace().Matches(Repository.Read(file))
        select $"{file}: {match.Value.Trim()}");

    [Fact]
    public void Nothing_but_a_named_error_is_caught() => Assert.Empty(
        from file in ProductSources
        from Match match in CatchAll().Matches(Repository.Read(file))
        select $"{file}: {match.Value.Trim()}");

    [Fact]
    public void A_file_ends_with_one_line_feed_and_has_no_others_than_line_feeds() => Assert.Empty(
        from file in Sources
        let text = Repository.Read(file)
        where text.Contains('\r', StringComparison.Ordinal) || !text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal)
        select file);

    [GeneratedRegex(@"^[ \t]*(?<modifiers>(?:(?:public|internal|private|protected|file|sealed|abstract|static|partial|unsafe|new|readonly)\s+)*)(?:class|record(?!\s+struct))\s+(?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex ClassDeclaration();

    [GeneratedRegex(@"^[ \t]*namespace\s+TorchSharp\b.*", RegexOptions.Multiline)]
    private static partial Regex TorchSharpNamespace();

    [GeneratedRegex(@"catch\s*(?:\(\s*(?:System\.)?Exception\b[^)]*\))?\s*(?:\{|$)", RegexOptions.Multiline)]
    private static partial Regex CatchAll();
}
