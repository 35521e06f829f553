namespace AlgoDistill.Tests;

/// <summary>
/// An environment whose every number can be foretold: it observes (episode, step), pays 10 · task + step, terminates when the action
/// is 2 and is truncated after 5 steps.
/// </summary>
sealed record CountingTasks : ITaskDistribution
{
    public string Id => "counting/v1";
    public Space Observations => new Space.Discrete(1000, 2);
    public Space Actions => new Space.Discrete(3);
    public int Horizon => 5;

    public TaskSplit Split(ulong seed) => new(TaskSet.Of([[1], [2]]), TaskSet.Of([[3]]));
    public IEnvironment Create(TaskInstance task, Rng rng) => new Counter((float)task.Parameters[0]);
    public References References(TaskInstance task) => new(50 * task.Parameters[0] + 15, 0, "sum");

    sealed class Counter(float task) : IEnvironment
    {
        int episode = -1, step;

        public void Reset(Span<float> observation)
        {
            (episode, step) = (episode + 1, 0);
            (observation[0], observation[1]) = (episode, step);
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            step++;
            (observation[0], observation[1]) = (episode, step);
            return new Outcome(10 * task + step, action[0] == 2 ? EpisodeEnd.Terminated : step == 5 ? EpisodeEnd.Truncated : EpisodeEnd.None);
        }
    }
}
