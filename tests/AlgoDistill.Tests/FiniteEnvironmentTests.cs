namespace AlgoDistill.Tests;

public class FiniteEnvironmentTests
{
    const int Draws = 20_000;

    [Fact]
    public void Starts_and_branches_are_as_frequent_as_they_are_probable()
    {
        var model = Processes.Draw(7, states: 3, actions: 2);
        var environment = new FiniteEnvironment(model, new Space.Discrete(2), horizon: 5, new Rng(1));
        var (observation, rng) = (new float[1], new Rng(2));
        var starts = new int[3];
        var steps = Enumerable.Range(0, 6).Select(_ => new List<(int Next, float Reward, bool Ended)>()).ToArray();
        for (var episode = 0; episode < Draws; episode++)
        {
            environment.Reset(observation);
            starts[(int)observation[0]]++;
            for (var end = EpisodeEnd.None; end == EpisodeEnd.None;)
            {
                var (state, action) = ((int)observation[0], rng.NextInt(2));
                (var reward, end) = environment.Step([action], observation);
                steps[state * 2 + action].Add(((int)observation[0], reward, end == EpisodeEnd.Terminated));
            }
        }

        for (var state = 0; state < 3; state++) Close(model.Start[state], starts[state], Draws);
        for (var pair = 0; pair < 6; pair++)
        {
            var branches = model.Follow(pair / 2, pair % 2).ToArray();
            foreach (var branch in branches) Close(branch.Probability, steps[pair].Count(step => step == (branch.Next, branch.Reward, branch.Terminal)), steps[pair].Count);
            Assert.All(steps[pair], step => Assert.Contains(branches, branch => step == (branch.Next, branch.Reward, branch.Terminal)));
        }

        static void Close(double probability, int count, int of) =>
            Assert.InRange(count / (double)of, probability - 5 * Math.Sqrt(probability / of), probability + 5 * Math.Sqrt(probability / of));
    }

    [Fact]
    public void The_horizon_truncates_and_a_terminal_branch_goes_before_it()
    {
        // Action 0 goes on, action 1 ends.
        var model = new FiniteModel(1, 2, [1], (_, action) => [new(1, 0, action, action == 1)], (_, observation) => observation[0] = 0);
        var environment = new FiniteEnvironment(model, new Space.Discrete(2), horizon: 2, new Rng(0));
        foreach (var (first, second) in ((float[], (float, EpisodeEnd))[])[([0, 0], (0, EpisodeEnd.Truncated)), ([0, 1], (1, EpisodeEnd.Terminated))])
        {
            environment.Reset(new float[1]);
            Assert.Equal(new Outcome(0, EpisodeEnd.None), environment.Step([first[0]], new float[1]));
            Assert.Equal(new Outcome(second.Item1, second.Item2), environment.Step([first[1]], new float[1]));
        }
    }

    [Fact]
    public void Where_only_one_thing_can_happen_no_chance_is_drawn()
    {
        var (rng, untouched) = (new Rng(3), new Rng(3));
        var environment = new FiniteEnvironment(new FiniteModel(2, 1, [0, 1], (state, _) => [new(1, 1 - state, 0)], (_, _) => { }), new Space.Discrete(1), horizon: 9, rng);
        environment.Reset([]);
        environment.Step([0], []);
        Assert.Equal(untouched.State, rng.State);
    }

    [Fact]
    public void An_action_outside_the_space_is_refused() =>
        Assert.Contains("action (2) lies outside discrete(2)", Assert.Throws<ArgumentOutOfRangeException>(() =>
            new FiniteEnvironment(Processes.Draw(0, 2, 2), new Space.Discrete(2), horizon: 1, new Rng(0)).Step([2], new float[1])).Message, StringComparison.Ordinal);
}
