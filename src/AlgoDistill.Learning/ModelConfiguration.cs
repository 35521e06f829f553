using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Learning;

/// <summary>What it takes to make a model again: which model, for which spaces, of which shape. Part of a run's configuration.</summary>
/// <param name="Model">The model's identifier.</param>
/// <param name="Observations">What it observes.</param>
/// <param name="Actions">What it chooses from.</param>
/// <param name="Options">Its shape.</param>
/// <typeparam name="T">The model's record of options.</typeparam>
public sealed record ModelConfiguration<T>(string Model, Space Observations, Space Actions, T Options) where T : class
{
    /// <summary>As JSON, to be put into a run's configuration.</summary>
    public JsonObject ToJson() => JsonSerializer.SerializeToNode(this, Settings.Json)!.AsObject();
}
