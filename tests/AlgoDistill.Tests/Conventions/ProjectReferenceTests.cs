using System.Xml.Linq;

namespace AlgoDistill.Tests;

/// <summary>Who may know whom: the allowed references of every project, and nothing else.</summary>
public class ProjectReferenceTests
{
    const string Core = "AlgoDistill", Kernels = "AlgoDistill.Kernels", Learning = "AlgoDistill.Learning", Algorithms = "AlgoDistill.Algorithms",
        Data = "AlgoDistill.Data", Reports = "AlgoDistill.Reports", Experiments = "AlgoDistill.Experiments", Cli = "AlgoDistill.Cli";

    public static TheoryData<string> Projects { get; } = new(Repository.Files(".csproj"));

    [Theory, MemberData(nameof(Projects))]
    public void A_project_references_what_it_may_know_and_nothing_else(string project)
    {
        var forbidden = References(project, "ProjectReference").Select(Name).Where(reference => !Allows(project, reference));
        Assert.Empty(forbidden);
    }

    [Fact]
    public void The_core_and_the_tasks_need_no_package()
    {
        foreach (var project in Repository.Files(".csproj").Where(project => Name(project) == Core || project.StartsWith("tasks/", StringComparison.Ordinal)))
            Assert.Empty(References(project, "PackageReference"));
    }

    [Fact]
    public void A_project_is_named_after_its_folder_and_belongs_to_the_solution()
    {
        var solution = Repository.Read("AlgoDistill.sln").Replace('\\', '/');
        foreach (var project in Repository.Files(".csproj"))
        {
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(project)), Name(project));
            Assert.Contains(project, solution, StringComparison.Ordinal);
        }
    }

    static bool Allows(string project, string reference) => Name(project) switch
    {
        Core or Kernels => false,
        Learning => reference is Core or Kernels,
        Algorithms => reference is Core or Learning or Data,
        Data or Reports => reference is Core,
        Experiments => reference != Cli && !reference.EndsWith(".Tests", StringComparison.Ordinal),
        Cli => reference is Experiments,
        _ => project.Split('/')[0] switch
        {
            "tasks" => reference is Core,
            "models" => reference is Core or Learning or Data,
            "tests" or "bench" => true,
            _ => false,
        },
    };

    static string Name(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));

    static IEnumerable<string> References(string project, string kind) =>
        XDocument.Parse(Repository.Read(project)).Descendants(kind).Select(element => (string)element.Attribute("Include")!);
}
