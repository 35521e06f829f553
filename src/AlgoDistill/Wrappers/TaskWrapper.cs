using System.Text.Json.Serialization;

namespace AlgoDistill;

/// <summary>
/// A family made from another by changing what passes between environment and agent. It is written <c>dark-room/v1+permuted-actions/v1</c>,
/// and wrappers can wrap each other.
/// </summary>
public abstract record TaskWrapper : ITaskDistribution
{
    /// <summary>The family that is wrapped.</summary>
    /// <exception cref="InvalidOperationException">None was given yet.</exception>
    /// <exception cref="ArgumentException">The wrapper does not fit the family.</exception>
    [JsonIgnore]
    public ITaskDistribution Inner
    {
        get => field ?? throw new InvalidOperationException($"{Suffix} wraps no family yet; set Inner");
        init
        {
            if (Misfit(value) is { } misfit) throw new ArgumentException($"{Suffix} does not fit {value.Id}: {misfit}", nameof(value));
            field = value;
        }
    }

    /// <summary>Versioned name of the wrapper alone: <c>permuted-actions/v1</c>.</summary>
    public abstract string Suffix { get; }

    /// <inheritdoc/>
    public string Id => $"{Inner.Id}+{Suffix}";

    /// <inheritdoc/>
    public virtual Space Observations => Inner.Observations;

    /// <inheritdoc/>
    public Space Actions => Inner.Actions;

    /// <inheritdoc/>
    public virtual int Horizon => Inner.Horizon;

    /// <inheritdoc/>
    public string? Obstacle => Inner.Obstacle;

    /// <inheritdoc/>
    public virtual SpaceWords ObservationWords => Inner.ObservationWords;

    /// <inheritdoc/>
    public virtual SpaceWords ActionWords => Inner.ActionWords;

    /// <inheritdoc/>
    public virtual TaskSplit Split(ulong seed) => Inner.Split(seed);

    /// <inheritdoc/>
    public abstract IEnvironment Create(TaskInstance task, Rng rng);

    /// <inheritdoc/>
    public abstract References References(TaskInstance task);

    /// <inheritdoc/>
    public virtual FiniteModel? Model(TaskInstance task) => null;

    /// <inheritdoc/>
    public virtual IAgent? CreateExpert(TaskInstance task) => Model(task) is { } model ? new FiniteExpert(model, Horizon) : null;

    /// <summary>Why the wrapper cannot wrap a family; nothing when it can.</summary>
    protected virtual string? Misfit(ITaskDistribution family) => null;

    /// <summary>Runs a check of the wrapped family and names this one in its error.</summary>
    /// <exception cref="ArgumentException">The task is none of this family.</exception>
    protected T Named<T>(TaskInstance task, Func<TaskInstance, T> of)
    {
        try
        {
            return of(task);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{Id}: {error.Message}", nameof(task), error);
        }
    }
}
