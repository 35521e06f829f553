using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AlgoDistill.Experiments.Bench;

/// <summary>A Python process that does what one of our benchmarks does, and is asked for its times line by line.</summary>
public sealed class PythonPeer : IDisposable
{
    readonly Process process;
    readonly string needs;

    /// <summary>Starts the process.</summary>
    /// <param name="python">The Python, such as <c>/usr/bin/python3</c>.</param>
    /// <param name="script">What it does: a script of <c>bench/peers</c>.</param>
    /// <param name="needs">What the Python must have, for errors: <c>PyTorch</c>.</param>
    /// <param name="environment">Variables of its own.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public PythonPeer(string python, string script, string needs, params (string Name, string Value)[] environment)
    {
        this.needs = $"--python names the Python that has {needs}";
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var own in (string[])["OMP_WAIT_POLICY", "GOMP_SPINCOUNT"]) start.Environment.Remove(own); // this process's settings are not the peer's
        foreach (var (name, value) in environment) start.Environment[name] = value;
        start.ArgumentList.Add(Assets.Find($"bench/peers/{script}", $"ALGODISTILL_{Path.GetFileNameWithoutExtension(script).ToUpperInvariant()}"));
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"{python} cannot be started: {error.Message}; {this.needs}", error);
        }
    }

    /// <summary>The answer to a request, each a line of JSON.</summary>
    /// <exception cref="IOException">The process has stopped; the message has its last words.</exception>
    public JsonNode Ask(JsonObject request)
    {
        try
        {
            process.StandardInput.WriteLine(request.ToJsonString());
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // a process that has stopped reads nothing; what it said last is in the error below
        }

        return process.StandardOutput.ReadLine() is { } answer ? JsonNode.Parse(answer)!
            : throw new IOException($"the Python peer stopped: {process.StandardError.ReadToEnd().Trim().Split('\n')[^1]}; {needs}");
    }

    /// <summary>The answer's <c>seconds</c>.</summary>
    public double Seconds(JsonObject request) => Ask(request)["seconds"]!.GetValue<double>();

    /// <inheritdoc/>
    public void Dispose()
    {
        process.StandardInput.Dispose();
        process.WaitForExit();
        process.Dispose();
    }
}
