using System.CommandLine;
using System.Text.Json.Nodes;
using AlgoDistill.Experiments;

namespace AlgoDistill.Cli.Commands;

/// <summary><c>algodistill models</c>.</summary>
static class ModelsCommand
{
    public static Command Create()
    {
        var command = new Command("models", "List the models that histories can be distilled into, and the settings of training") { CommonOptions.Json };
        Invocation.Set(command, invocation =>
        {
            var rows = Catalogue.Models.Select(model => new Row(model.Id, model.ModelId, model.Summary, Settings.ToJson(model.Options), Settings.ToJson(new TrainPlan())));
            invocation.Print(rows, () => string.Join("\n\n", Catalogue.Models.Select(model =>
                $"{model.Id}: {model.Summary} ({model.ModelId})\n  {Settings.Names(model.Options)}")) + $"\n\ntraining of each\n  {Settings.Names(new TrainPlan())}");
        });
        return command;
    }

    sealed record Row(string Id, string Model, string Summary, JsonObject Settings, JsonObject Training);
}
