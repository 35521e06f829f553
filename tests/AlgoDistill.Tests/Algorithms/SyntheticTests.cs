using AlgoDistill.Algorithms;
using AlgoDistill.Tasks.Bandits;

namespace AlgoDistill.Tests;

/// <summary>Algorithms that follow experts, and mixtures.</summary>
public class SyntheticTests
{
    static readonly BernoulliBandit Two = new() { Arms = 2 };
    static readonly TaskInstance SecondPays = new(0, [0, 1]);

    [Fact]
    public void Noise_fades_linearly_and_its_probabilities_are_exact()
    {
        var history = Interaction.Run(Two, SecondPays, new NoiseCurriculum { NoiseSteps = 1000, FinalEpsilon = 0.2 }, 3000, new Rng(1));
        for (var row = 0; row < history.Length; row++)
        {
            var epsilon = row < 1000 ? 1 - 0.8 * row / 1000 : 0.2;
            Assert.Equal(Math.Log(epsilon / 2 + (history.Action(row)[0] == 1 ? 1 - epsilon : 0)), history.Columns.LogProbabilities[row], 1e-5);
            Assert.Equal(Math.Min(row, 1000), history.Columns.Updates[row]);
        }

        Assert.Equal(0.9, Enumerable.Range(1000, 2000).Average(row => history.Outcome(row).Reward), 4 * Math.Sqrt(0.09 / 2000));
    }

    [Fact]
    public void Without_noise_it_is_the_expert()
    {
        var (silent, expert) = (new NoiseCurriculum { Epsilon = 0 }, new Expert());
        Assert.Equal(Interaction.Run(Two, SecondPays, expert, 100, new Rng(1)).Columns.Actions, Interaction.Run(Two, SecondPays, silent, 100, new Rng(1)).Columns.Actions);
    }

    [Fact]
    public void A_mixture_draws_every_source_as_often()
    {
        var tasks = Enumerable.Repeat(SecondPays, 400).ToArray();
        var histories = Interaction.Run(Two, tasks, new Mixture { Sources = "expert|uniform-random" }, 20, new Rng(1));
        Assert.Equal(0.5, histories.Average(history => history.Columns.LogProbabilities.All(value => value == 0) ? 1.0 : 0), 4 * 0.5 / 20);
    }

    [Fact]
    public void A_source_in_a_mixture_has_its_own_settings()
    {
        var history = Interaction.Run(Two, SecondPays, new Mixture { Sources = "noise-curriculum:Epsilon=0.5,NoiseSteps=0,FinalEpsilon=0.5" }, 500, new Rng(1));
        Assert.All(history.Columns.LogProbabilities, value => Assert.Contains(Math.Round(Math.Exp(value), 5), (double[])[0.25, 0.75]));
    }

    [Theory]
    [InlineData("nobody", "Sources names the algorithm \"nobody\"; known are uniform-random")]
    [InlineData("ucb1:Speed=3", "unknown setting \"Speed\"")]
    [InlineData("mixture", "Sources names the algorithm \"mixture\"")]
    public void Unknown_sources_are_refused(string sources, string says) =>
        Assert.Contains(says, Assert.Throws<ArgumentException>(() => new Mixture { Sources = sources }).Message, StringComparison.Ordinal);

    [Fact]
    public void A_source_that_cannot_play_is_refused_whoever_would_be_drawn()
    {
        var error = Assert.Throws<ArgumentException>(() => new Mixture { Sources = "uniform-random|ucb1" }.CreateAgent(new Space.Discrete(3), new Space.Discrete(2), 1, new Rng(0)));
        Assert.Contains("mixture: ucb1 plays bandits", error.Message, StringComparison.Ordinal);
    }
}
