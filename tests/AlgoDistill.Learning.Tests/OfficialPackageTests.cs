using AlgoDistill.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AlgoDistill.Learning.Tests;

/// <summary>
/// With TorchBackend=TorchSharp this project compiles against the official package: what that package declares is what the approved lists of
/// AlgoDistill.Torch hold, and namespace AlgoDistill.Torch is not in it.
/// </summary>
public class OfficialPackageTests
{
    static readonly CSharpCompilation Learning = Compile();

    [Fact]
    public void Learning_compiles_against_TorchSharps_names_alone() =>
        Assert.Empty(Learning.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(error => error.ToString()));

    [Fact]
    public void Learning_takes_nothing_of_the_engine_that_TorchSharp_lacks() => Assert.Empty(
        from tree in Learning.SyntaxTrees
        let model = Learning.GetSemanticModel(tree)
        from name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
        let symbol = model.GetSymbolInfo(name).Symbol
        where symbol is { ContainingAssembly.Name: "AlgoDistill.Torch" } and not INamespaceSymbol
        let container = symbol.ContainingNamespace.ToDisplayString()
        where !container.StartsWith("TorchSharp", StringComparison.Ordinal)
        select $"{tree.FilePath}: {symbol}");

    static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest, preprocessorSymbols: ["TORCHSHARP"]);
        var sources = Repository.Files(".cs").Where(file => file.StartsWith("src/AlgoDistill.Learning/", StringComparison.Ordinal));
        string[] usings = ["System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Threading", "System.Threading.Tasks"];
        var implicitUsings = string.Concat(usings.Select(name => $"global using {name};"));
        return CSharpCompilation.Create("AlgoDistill.Learning",
            [.. sources.Select(file => CSharpSyntaxTree.ParseText(Repository.Read(file), options, file)), CSharpSyntaxTree.ParseText(implicitUsings, options)],
            References(), new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    static IEnumerable<MetadataReference> References() =>
        Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll")
            .Concat(Directory.EnumerateFiles(AppContext.BaseDirectory, "AlgoDistill*.dll"))
            .Where(file => !file.EndsWith("Tests.dll", StringComparison.Ordinal) && !file.EndsWith("AlgoDistill.Learning.dll", StringComparison.Ordinal))
            .Select(file => MetadataReference.CreateFromFile(file));
}
