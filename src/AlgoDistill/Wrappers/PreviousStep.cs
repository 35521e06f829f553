namespace AlgoDistill;

/// <summary>
/// Shows the previous action and reward beside the observation, as recurrent meta-learners need (Duan et al. 2016, RL²; Wang et al. 2016).
/// <para>Observation: the wrapped one, the previous action, the previous reward, and whether there is a previous step in this episode: (width +
/// action width + 2) real numbers. All but the first part are 0 in the first step.</para>
/// <para>Tasks: those of the wrapped family, with its best and random returns.</para>
/// </summary>
public sealed record PreviousStep : TaskWrapper
{
    /// <inheritdoc/>
    public override string Suffix => "previous-step/v1";

    /// <inheritdoc/>
    public override Space Observations => new Space.Box(Inner.Observations.Width + Actions.Width + 2, float.NegativeInfinity, float.PositiveInfinity);

    /// <inheritdoc/>
    public override SpaceWords ObservationWords => SpaceWords.Numbered(Observations, "observation");

    /// <inheritdoc/>
    public override IEnvironment Create(TaskInstance task, Rng rng) => new Environment(Named(task, of => Inner.Create(of, rng)), Inner.Observations.Width);

    /// <inheritdoc/>
    public override References References(TaskInstance task) => Named(task, Inner.References);

    /// <inheritdoc/>
    public override IAgent? CreateExpert(TaskInstance task) => Named(task, Inner.CreateExpert) is { } expert ? new Expert(expert, Inner.Observations.Width) : null;

    sealed class Environment(IEnvironment inner, int width) : IEnvironment
    {
        public void Reset(Span<float> observation)
        {
            observation.Clear();
            inner.Reset(observation[..width]);
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            var outcome = inner.Step(action, observation[..width]);
            action.CopyTo(observation[width..]);
            (observation[^2], observation[^1]) = (outcome.Reward, 1);
            return outcome;
        }
    }

    /// <summary>The wrapped family's expert, shown what it knows.</summary>
    sealed class Expert(IAgent inner, int width) : IAgent
    {
        public int Updates => inner.Updates;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities) =>
            inner.SelectActions(observations[..width], actions, logProbabilities);

        public void Update(in TransitionBatch transitions) => inner.Update(new TransitionBatch
        {
            Streams = 1,
            Observations = transitions.Observations[..width],
            Actions = transitions.Actions,
            Rewards = transitions.Rewards,
            Ends = transitions.Ends,
            NextObservations = transitions.NextObservations[..width],
        });

        public void Dispose() => inner.Dispose();
    }
}
