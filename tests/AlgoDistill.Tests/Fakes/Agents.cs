namespace AlgoDistill.Tests;

/// <summary>Talks to an agent of one stream by hand.</summary>
static class Agents
{
    public static (float[] Action, float LogProbability) Choose(IAgent agent, float[] observation, int actionWidth = 1)
    {
        var (action, logProbability) = (new float[actionWidth], new float[1]);
        agent.SelectActions(observation, action, logProbability);
        return (action, logProbability[0]);
    }

    public static void Feed(IAgent agent, float[] observation, float[] action, float reward, EpisodeEnd end = EpisodeEnd.None, float[]? next = null) =>
        agent.Update(new TransitionBatch
        {
            Streams = 1,
            Observations = observation,
            Actions = action,
            Rewards = [reward],
            Ends = [end],
            NextObservations = next ?? observation,
        });
}
