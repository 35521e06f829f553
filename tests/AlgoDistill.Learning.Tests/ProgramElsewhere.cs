using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using AlgoDistill.Tests;

namespace AlgoDistill.Learning.Tests;

/// <summary>A console program in a folder outside the repository that references its projects and TorchSharp's package, and prints the losses of a training.</summary>
public sealed class ProgramElsewhere : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);       // a machine may be busy
    readonly string folder = Directory.CreateTempSubdirectory("program").FullName;

    /// <summary>Writes the program; it is built by its first run.</summary>
    public ProgramElsewhere()
    {
        File.WriteAllText(Path.Combine(folder, "Elsewhere.csproj"), Project);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), Program);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Built by the tests' own build: what is referenced is taken as it is, so that nothing is written into the repository
    static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    static string Project => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <NoWarn>NU1603</NoWarn>
            <NuGetAudit>false</NuGetAudit>
            <CreateHardLinksForCopyFilesToOutputDirectoryIfPossible>true</CreateHardLinksForCopyFilesToOutputDirectoryIfPossible>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="{Path.Combine(Repository.Root, "src", "AlgoDistill.Learning", "AlgoDistill.Learning.csproj")}" />
            <PackageReference Include="TorchSharp" Version="{Version("TorchSharp")}" />
            <PackageReference Include="libtorch-cpu-linux-x64" Version="{Version("libtorch-cpu-linux-x64")}" />
          </ItemGroup>
        </Project>
        """;

    // Tokens are to be told again one step later: what the transformer must look back for
    const string Program = """
        using System.Globalization;
        using AlgoDistill;
        using AlgoDistill.Kernels;
        using AlgoDistill.Learning;
        using TorchSharp;
        using TorchSharp.Modules;
        using static TorchSharp.torch;
        using Transformer = AlgoDistill.Learning.Transformer;

        Startup.Prepare();
        manual_seed(1);
        const int classes = 6, length = 12;
        var model = new Echo(classes);
        var optimizer = optim.AdamW(model.parameters(), lr: 1e-2);
        Console.WriteLine($"kernels: {Engine.InstructionSet}");
        for (var step = 0; step < 60; step++)
        {
            using var scope = NewDisposeScope();
            var tokens = randint(0, classes, [32, length]);
            var loss = nn.functional.cross_entropy(model.forward(tokens).narrow(1, 1, length - 1).flatten(0, 1), tokens.narrow(1, 0, length - 1).flatten());
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loss: {loss.item<float>()}"));
        }

        sealed class Echo : nn.Module<Tensor, Tensor>
        {
            readonly Embedding embedding;
            readonly Transformer transformer;
            readonly Linear head;

            public Echo(int classes) : base(nameof(Echo))
            {
                embedding = nn.Embedding(classes, 32);
                transformer = new Transformer(new TransformerOptions { Layers = 1, Width = 32, Heads = 2 }, window: 4, new Rng(1));
                head = nn.Linear(32, classes);
                RegisterComponents();
            }

            public override Tensor forward(Tensor tokens) => head.forward(transformer.forward(embedding.forward(tokens)));
        }
        """;

    /// <summary>Runs it.</summary>
    /// <param name="kernels">Whether it may use the fused kernels.</param>
    /// <returns>The instruction set of the kernels that it used, and the losses.</returns>
    public (string Kernels, double[] Losses) Run(bool kernels)
    {
        var isBuilt = Directory.Exists(Path.Combine(folder, "bin"));
        string[] build = isBuilt ? ["--no-build"] : ["-p:BuildProjectReferences=false", "-p:RestoreRecursive=false", "-p:UseSharedCompilation=false"];
        var start = new ProcessStartInfo("dotnet", ["run", "-c", Configuration, .. build]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";     // a server that stays would keep the pipes open
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        if (!kernels) start.Environment["ALGODISTILL_KERNELS"] = "0";
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
        var lines = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.TrimEntries);
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}\n{string.Join('\n', lines)}\n{error.GetAwaiter().GetResult()}");
        return (Values("kernels: ").Single(), [.. Values("loss: ").Select(text => double.Parse(text, CultureInfo.InvariantCulture))]);

        IEnumerable<string> Values(string name) => lines.Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[name.Length..]);
    }

    static string Version(string package) => (string)XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion")
        .Single(element => (string?)element.Attribute("Include") == package).Attribute("Version")!;
}
