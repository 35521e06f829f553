using AlgoDistill.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AlgoDistill.Torch.Tests.Api;

/// <summary>
/// The public surface under TorchSharp.* is what two lists beside this file approve: signatures.txt, which user code needs and every
/// TorchSharp has, and additions.txt. Names, parameters, defaults, nullability and modifiers are compared as text.
/// </summary>
public sealed class PublicSurfaceTest
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "AlgoDistill.Torch.Tests", "Api");

    private static readonly HashSet<string> Ours = [.. PublicSurface.Of(Engine()).SelectMany(type => type.Members.Select(member => $"{type.Type}: {member}").Append(type.Type))];

    private static IAssemblySymbol Engine()
    {
        var engine = MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location);
        var framework = Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll").Select(file => MetadataReference.CreateFromFile(file));
        return (IAssemblySymbol)CSharpCompilation.Create(nameof(Engine), references: [engine, .. framework]).GetAssemblyOrModuleSymbol(engine)!;
    }

    // A line without indentation is a type, those below it its members; # starts a remark.
    private static List<string> Approved(string file)
    {
        var (lines, type) = (new List<string>(), "");
        foreach (var line in File.ReadLines(Path.Combine(Folder, file)).Select(line => line.Split("  #")[0].TrimEnd()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] != ' ') lines.Add(type = line);
            else lines.Add($"{type}: {line.Trim()}");
        }
        return lines;
    }

    [Theory]
    [InlineData("signatures.txt")]
    [InlineData("additions.txt")]
    public void WhatIsApprovedExistsAsItIsWritten(string file) => Assert.Empty(Approved(file).Except(Ours));

    [Fact]
    public void WhatExistsIsApproved() => Assert.Empty(Ours.Except(Approved("signatures.txt")).Except(Approved("additions.txt")));

    [Fact]
    public void NothingIsApprovedTwice() =>
        Assert.Empty(Approved("signatures.txt").Concat(Approved("additions.txt")).Where(line => line.Contains(": ", StringComparison.Ordinal)).GroupBy(line => line).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void TheListHasTheSignaturesThatUserCodeNeeds() =>
        Assert.Equal(207, Approved("signatures.txt").Count(line => line.Contains(": ", StringComparison.Ordinal)));
}
