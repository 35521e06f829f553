namespace AlgoDistill.Models.Lm;

/// <summary>A frozen <see cref="CausalLm"/> as a reinforcement-learning algorithm: it plays any task by reading and writing text.</summary>
/// <param name="Run">Folder of the training run, as a name.</param>
/// <param name="Temperature">Divides the logits; 0 takes the likeliest token.</param>
public sealed record DistilledLm(string Run, double Temperature = 1) : IAlgorithm
{
    readonly CausalLm? model;
    readonly bool cached;

    DistilledLm(string run, double temperature, CausalLm model, bool cached) : this(run, temperature) => (this.model, this.cached) = (model, cached);

    /// <summary>SHA-256 of the weights where it is known, so that a store says which ones were evaluated.</summary>
    public string? Weights { get; init; }

    /// <inheritdoc/>
    public string Id => "distilled-lm";

    /// <inheritdoc/>
    public bool StreamsShareLearner => false;

    /// <inheritdoc/>
    public bool UsesEngine => true;

    /// <summary>Wraps a model.</summary>
    /// <param name="run">Folder of the training run, as a name.</param>
    /// <param name="model">The model.</param>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest.</param>
    /// <param name="cached">Whether agents keep keys and values; without, they read their whole context again for every token and choose the same, slowly.</param>
    public static DistilledLm Of(string run, CausalLm model, double temperature = 1, bool cached = true) => new(run, temperature, model, cached);

    /// <inheritdoc/>
    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng)
    {
        var frozen = model ?? throw new InvalidOperationException($"the model of {Run} is not loaded");
        if (observations != frozen.Observations || actions != frozen.Actions)
            throw new ArgumentException($"the model of {Run} observes {frozen.Observations} and acts in {frozen.Actions}; the task has {observations} and {actions}");
        return new LanguageAgent(frozen, frozen.CreateContext(streams, cached), Temperature, rng);
    }
}
