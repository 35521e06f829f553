using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Data.Common;
using AlgoDistill.Experiments;
using AlgoDistill.Learning;

namespace AlgoDistill.Cli;

/// <summary>One call of a command: the values given, where results and progress go, and whether it was interrupted.</summary>
/// <param name="Parsed">The arguments.</param>
/// <param name="Cancellation">Set by Ctrl-C.</param>
sealed record Invocation(ParseResult Parsed, CancellationToken Cancellation)
{
    /// <summary>Where results go.</summary>
    public TextWriter Out => Parsed.InvocationConfiguration.Output;

    /// <summary>Where progress goes.</summary>
    public TextWriter Error => Parsed.InvocationConfiguration.Error;

    /// <summary>What shows progress.</summary>
    public IMonitor Monitor => new Monitor(Error);

    /// <summary>Makes <paramref name="command"/> run <paramref name="action"/>; what a user can cause becomes one line and an exit code.</summary>
    public static void Set(Command command, Action<Invocation> action) => Set(command, invocation =>
    {
        action(invocation);
        return ExitCode.Done;
    });

    /// <summary>As above, for an action that chooses the exit code.</summary>
    public static void Set(Command command, Func<Invocation, int> action) =>
        command.SetAction((parsed, cancellation) => Task.Run(() => new Invocation(parsed, cancellation).Guard(action), CancellationToken.None));

    /// <summary>The command as it was typed, quoted where a shell needs it.</summary>
    public string CommandLine => string.Join(' ', Parsed.Tokens.Select(token => token.Value).Prepend("algodistill").Select(ShellWord.Quote));

    public T Get<T>(Option<T> option) => Parsed.GetRequiredValue(option);

    public T Get<T>(Argument<T> argument) => Parsed.GetRequiredValue(argument);

    /// <summary>Prints a result: one JSON document if asked for, else text.</summary>
    public void Print(object result, Func<string> text) =>
        Out.WriteLine(Parsed.GetValue(CommonOptions.Json) ? JsonSerializer.Serialize(result, Settings.Json) : text().TrimEnd('\n'));

    /// <summary>Runs <paramref name="action"/>; what a user can cause becomes one line and an exit code.</summary>
    /// <param name="action">Gives the exit code.</param>
    /// <param name="who">Begins the line where one of several processes fails.</param>
    public int Guard(Func<Invocation, int> action, string who = "")
    {
        try
        {
            return action(this);
        }
        catch (ArgumentException error)
        {
            return Fail(ExitCode.BadUsage, who + (error is { ParamName: not null } ? error.Message.Replace($" (Parameter '{error.ParamName}')", "", StringComparison.Ordinal) : error.Message));
        }
        catch (OperationCanceledException error)
        {
            return Fail(ExitCode.Interrupted, error.Message);
        }
        catch (TypeInitializationException error) when (error.InnerException is DllNotFoundException missing)
        {
            return Fail(ExitCode.Failed, who + missing.Message);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or DbException
            or DllNotFoundException or ExternalException or DivergedException)
        {
            return Fail(ExitCode.Failed, who + error.Message);
        }
    }

    int Fail(int code, string message)
    {
        // Libraries say the fault first and where they were after it
        Error.WriteLine("algodistill: " + message.Trim().Split('\n')[0].TrimEnd());
        return code;
    }
}
