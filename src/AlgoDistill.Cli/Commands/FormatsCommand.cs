using System.CommandLine;
using System.Text;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill formats</c>.</summary>
static class FormatsCommand
{
    // Two steps of Dark Room: move right at (3, 4), then stay on the goal until the time limit
    static readonly (float[] Observation, float[] Action, Outcome Outcome)[] Steps =
    [
        ([3, 4], [1], new Outcome(0, EpisodeEnd.None)),
        ([4, 4], [4], new Outcome(1, EpisodeEnd.Truncated)),
    ];

    public static Command Create()
    {
        var command = new Command("formats", "List the language formats, each with two steps of Dark Room written in it") { CommonOptions.Json };
        Invocation.Set(command, invocation =>
        {
            var rows = Catalogue.Formats.Select(format => new Row(format.Id, Example(format))).ToArray();
            invocation.Print(rows, () => string.Join("\n\n", rows.Select(row => $"{row.Id}\n  {row.Example.TrimEnd().ReplaceLineEndings("\n  ")}")));
        });
        return command;
    }

    static string Example(ILanguageFormat format)
    {
        var room = Catalogue.Task("dark-room");
        var text = new StringBuilder();
        foreach (var (observation, action, outcome) in Steps)
        {
            format.WriteObservation(text, room.Observations, observation);
            format.WriteAction(text, room.Actions, action);
            format.WriteOutcome(text, outcome);
        }

        return text.ToString();
    }

    sealed record Row(string Id, string Example);
}
