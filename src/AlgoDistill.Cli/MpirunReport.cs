using System.Globalization;
using System.Text.RegularExpressions;

namespace AlgoDistill.Cli;

/// <summary>What mpirun and its ranks write to stderr: the ranks' lines are shown, mpirun's own kept until it is known how the job ends.</summary>
/// <param name="error">Gets the ranks' lines, and of their complaints the first.</param>
sealed partial class MpirunReport(TextWriter error)
{
    const string Complaint = "algodistill: ";
    readonly List<string> own = [];
    bool inBox;

    /// <summary>Whether a rank has said why the command ends without a result.</summary>
    public bool HasComplaint { get; private set; }

    /// <summary>Takes a line.</summary>
    public void Read(string line)
    {
        if (Rule().IsMatch(line))
        {
            inBox = !inBox;     // Open MPI frames what it says itself
        }
        else if (line.StartsWith(Complaint, StringComparison.Ordinal))
        {
            if (!HasComplaint) error.WriteLine(line);
            HasComplaint = true;
        }
        else if (inBox || Prefixed().IsMatch(line))
        {
            own.Add(line);
        }
        else
        {
            error.WriteLine(line);
        }
    }

    /// <summary>Which rank ended the job and how, as far as mpirun says.</summary>
    /// <param name="code">Exit code of mpirun.</param>
    public string Obituary(int code)
    {
        const string After = "the others have been stopped, and what was saved before is kept";
        var text = string.Join('\n', own);
        if (Killed().Match(text) is { Success: true } killed) return $"rank {killed.Groups[1].Value} was ended by signal {killed.Groups[2].Value}; {After}";
        if (Left().Match(text) is { Success: true } left)
            return $"rank {left.Groups["rank"].Value} failed with exit code {left.Groups["code"].Value}; {After}";
        var words = own.Find(line => line.Any(char.IsLetter))?.Trim('=', ' ') ?? string.Create(CultureInfo.InvariantCulture, $"exit code {code}");
        return $"mpirun has ended the ranks: {words}";
    }

    [GeneratedRegex("^[-=*]{40,}$")]
    private static partial Regex Rule();

    // Its lines outside of frames: "mpirun: Forwarding signal", "[node1:123] 2 more processes have sent help message"
    [GeneratedRegex(@"^(mpirun|prterun|prte): |^\[[\w.-]+:\d+\]")]
    private static partial Regex Prefixed();

    [GeneratedRegex(@"process rank (\d+) .*?exited\s+on\s+signal\s+(\d+)", RegexOptions.Singleline)]
    private static partial Regex Killed();

    // Of a process that left without MPI's consent, or by it
    [GeneratedRegex(@"Process name: \[\[\d+,\d+\],(?<rank>\d+)\]\s*Exit code:\s*(?<code>\d+)|invoked on rank (?<rank>\d+) .*?errorcode (?<code>\d+)", RegexOptions.Singleline)]
    private static partial Regex Left();
}
