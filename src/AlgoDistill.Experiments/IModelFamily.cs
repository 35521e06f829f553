using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Learning;

namespace AlgoDistill.Experiments;

/// <summary>A kind of model that learning histories can be distilled into.</summary>
public interface IModelFamily
{
    /// <summary>Short identifier, such as <c>rl</c>.</summary>
    string Id { get; }

    /// <summary>Identifier of the model in a run's configuration.</summary>
    string ModelId { get; }

    /// <summary>What it is, in one line.</summary>
    string Summary { get; }

    /// <summary>The model's record of options, with its defaults.</summary>
    object Options { get; }

    /// <summary>The options that a run was begun with.</summary>
    /// <exception cref="InvalidDataException">The run's configuration is damaged or of another model.</exception>
    object ReadOptions(RunFolder run);

    /// <summary>Makes a model with random weights and what it is trained on.</summary>
    /// <param name="options">A record of the type of <see cref="Options"/>.</param>
    /// <param name="plan">How it is trained.</param>
    /// <param name="store">What it is trained on.</param>
    /// <exception cref="InvalidDataException">The store does not know what the model learns from.</exception>
    Trainable Create(object options, TrainPlan plan, HistoryStore store);

    /// <summary>A run's trained model as an algorithm.</summary>
    /// <param name="run">The run.</param>
    /// <param name="temperature">Divides the logits; 0 takes the likeliest action.</param>
    /// <exception cref="InvalidDataException">The run's files are damaged or do not fit together.</exception>
    IAlgorithm Load(RunFolder run, double temperature);
}

/// <summary>A model with what it is trained on.</summary>
/// <param name="Objective">The model and its loss.</param>
/// <param name="Windows">Where its batches come from.</param>
/// <param name="Model">The model's part of a run's configuration.</param>
public sealed record Trainable(IObjective Objective, HistoryWindows Windows, JsonObject Model);
