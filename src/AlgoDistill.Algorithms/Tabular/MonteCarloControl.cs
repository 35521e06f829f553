namespace AlgoDistill.Algorithms;

/// <summary>
/// On-policy first-visit Monte-Carlo control (Sutton and Barto, 2018, section 5.4): when an episode ends, the value of each action in each
/// state moves towards the discounted return that followed its first visit. A truncated episode counts as it is: values are then those of
/// acting to the horizon. Only the step that ends an episode changes the table.
/// </summary>
public sealed record MonteCarloControl : TabularLearner
{
    /// <inheritdoc/>
    public override string Id => "monte-carlo";

    private protected override IAgent CreateAgent(ActionTables tables) => new Agent(tables, Discount);

    sealed class Agent(ActionTables tables, double discount) : TabularAgent(tables)
    {
        readonly List<(int Entry, float Reward, bool First)>[] episodes = [.. Enumerable.Range(0, tables.Streams).Select(_ => new List<(int, float, bool)>())];
        readonly int[][] visited = [.. Enumerable.Range(0, tables.Streams).Select(_ => new int[tables.Entries])]; // in which episode an entry was visited last
        readonly int[] numbers = [.. Enumerable.Repeat(1, tables.Streams)];                                       // of the present episodes

        private protected override void Learn(int stream, int entry, float reward, EpisodeEnd end, int next)
        {
            var (episode, number) = (episodes[stream], numbers[stream]);
            episode.Add((entry, reward, visited[stream][entry] != number));
            visited[stream][entry] = number;
            if (end == EpisodeEnd.None) return;
            var total = 0.0;
            for (var step = episode.Count - 1; step >= 0; step--)
            {
                total = episode[step].Reward + discount * total;
                if (episode[step].First) Tables.Learn(stream, episode[step].Entry, total);
            }

            episode.Clear();
            numbers[stream]++;
        }
    }
}
