using System.Diagnostics;
using System.Text.Json.Nodes;

namespace AlgoDistill.Bench.Peers;

/// <summary>Generation in the manner of Gymnasium, in a Python process that is asked for its times line by line.</summary>
public sealed class NumPyPeer : IDisposable
{
    /// <summary>Its name.</summary>
    public const string Name = "numpy";
    const string Needs = "--python names the Python that has NumPy";
    readonly Process process;

    /// <summary>Starts the process.</summary>
    /// <param name="python">The Python, such as <c>/usr/bin/python3</c>.</param>
    /// <exception cref="IOException">It cannot be started.</exception>
    public NumPyPeer(string python)
    {
        var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Assets.Find("bench/peers/numpy_generate.py", "ALGODISTILL_NUMPY_GENERATE"));
        try
        {
            process = Process.Start(start)!;
            process.StandardInput.AutoFlush = true;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new IOException($"{python} cannot be started: {error.Message}; {Needs}", error);
        }
    }

    /// <summary>Seconds that one history takes.</summary>
    /// <param name="algorithm">Identifier of the algorithm.</param>
    /// <param name="steps">Steps of the history.</param>
    /// <exception cref="IOException">The process has stopped; the message has its last words.</exception>
    public double Seconds(string algorithm, int steps)
    {
        Tell(() => process.StandardInput.WriteLine(new JsonObject { ["algorithm"] = algorithm, ["steps"] = steps }.ToJsonString()));
        return process.StandardOutput.ReadLine() is { } answer ? JsonNode.Parse(answer)!["seconds"]!.GetValue<double>()
            : throw new IOException($"the Python peer stopped: {process.StandardError.ReadToEnd().Trim().Split('\n')[^1]}; {Needs}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tell(process.StandardInput.Dispose);
        process.WaitForExit();
        process.Dispose();
    }

    static void Tell(Action write)
    {
        try
        {
            write();
        }
        catch (IOException)
        {
            // a process that has stopped reads nothing; what it said last is what Seconds throws
        }
    }
}
