using System.Text.RegularExpressions;

namespace AlgoDistill.Tests;

/// <summary>
/// What depends on the choice between AlgoDistill.Torch and the official TorchSharp package is in AlgoDistill.Learning alone. All other
/// projects use names of TorchSharp, each of which is on a list that the tests of AlgoDistill.Torch hold its public surface to.
/// </summary>
public partial class TorchBackendTests
{
    static readonly string[] Dependent = ["src/AlgoDistill.Torch/", "src/AlgoDistill.Learning/", "tests/AlgoDistill.Torch.Tests/", "tests/AlgoDistill.Learning.Tests/", "bench/"];

    static IEnumerable<string> Independent =>
        Repository.Files(".cs").Where(file => !Dependent.Any(folder => file.StartsWith(folder, StringComparison.Ordinal)));

    [Fact]
    public void Names_that_TorchSharp_lacks_are_used_in_Learning_alone() => Assert.Empty(
        from file in Independent
        from Match match in EngineName().Matches(StringOrRemark().Replace(Repository.Read(file), ""))
        select $"{file}: {match.Value}");

    [Fact]
    public void The_choice_is_made_in_Learning_alone() => Assert.Empty(
        from file in Repository.Files(".cs")
        where !file.StartsWith("src/AlgoDistill.Learning/", StringComparison.Ordinal)
        from Match match in Choice().Matches(Repository.Read(file))
        select $"{file}: {match.Value}");

    [Fact]
    public void Nobody_else_sees_the_engines_internals() => Assert.Equal(
        ["AlgoDistill.Torch.Tests"], Friend().Matches(Repository.Read("src/AlgoDistill.Torch/AlgoDistill.Torch.csproj")).Select(match => match.Groups[1].Value));

    // Inside namespace AlgoDistill, "Torch." is short for it.
    [GeneratedRegex(@"(?<![\w.])(AlgoDistill\.)?Torch(\.(?!Tests)\w+|\s*;)")]
    private static partial Regex EngineName();

    [GeneratedRegex(@"^\s*#(if|elif)\b.*\bTORCHSHARP\b", RegexOptions.Multiline)]
    private static partial Regex Choice();

    [GeneratedRegex(@"//.*|""[^""\n]*""")]
    private static partial Regex StringOrRemark();

    [GeneratedRegex(@"InternalsVisibleTo Include=""([^""]+)""")]
    private static partial Regex Friend();
}
