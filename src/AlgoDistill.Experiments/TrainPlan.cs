using AlgoDistill.Data;
using AlgoDistill.Learning;

namespace AlgoDistill.Experiments;

/// <summary>How a model is trained on a store, whatever the model.</summary>
public sealed record TrainPlan
{
    /// <summary>Windows in a batch.</summary>
    public int Batch { get; init => field = Require.InRange(value, 1, 65_536); } = 64; // a width of 64 keeps two cores busy

    /// <summary>Updates.</summary>
    public int Steps { get; init => field = Require.InRange(value, 1, 100_000_000); } = 400; // enough for 20,000 bandit histories

    /// <summary>Seed of the weights, the choice of windows and the chance inside the model.</summary>
    public ulong Seed { get; init; }

    /// <summary>Keeps episodes 0, k, 2k, … of each history alone, so that a window spans k times as much learning.</summary>
    public int EveryEpisode { get; init => field = Require.InRange(value, 1, int.MaxValue); } = 1; // all

    /// <summary>Keeps the last episodes of each history alone: expert distillation.</summary>
    public int? LastEpisodes { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>Keeps the last steps of each history alone: expert distillation where a history is one episode.</summary>
    public int? LastSteps { get; init => field = value is { } count ? Require.InRange(count, 1, int.MaxValue) : null; }

    /// <summary>The optimiser and its schedule.</summary>
    public AdamWOptions Optimizer { get; init; } = new();

    /// <summary>What the model computes with: float32, or bfloat16 for the products of matrices, which is for accelerators.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether the model sees the ends of histories alone: skill, but no learning.</summary>
    public bool IsExpert => LastEpisodes is not null || LastSteps is not null;

    /// <summary>The windows that a model of a context of <paramref name="length"/> steps is trained on.</summary>
    public WindowSettings Windows(int length) => new()
    {
        Length = length,
        EveryEpisode = EveryEpisode,
        LastEpisodes = LastEpisodes,
        LastSteps = LastSteps,
        Seed = Seed,
    };
}
