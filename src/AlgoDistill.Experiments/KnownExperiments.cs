using AlgoDistill.Algorithms;
using AlgoDistill.Data;
using AlgoDistill.Learning;
using AlgoDistill.Models.Lm;
using AlgoDistill.Models.Rl;
using AlgoDistill.Tasks.Bandits;
using AlgoDistill.Tasks.Control;
using AlgoDistill.Tasks.GridWorlds;

namespace AlgoDistill.Experiments;

/// <summary>The experiments that can be run by name, with all their sizes.</summary>
public static class KnownExperiments
{
    static readonly TransformerOptions Small = new() { Layers = 3, Width = 64, Heads = 4 };

    // Many small updates leave the plateau before the first in-context learning sooner than few large ones
    static readonly AdamWOptions Fast = new() { LearningRate = 2e-3 };

    /// <summary>The adversarial bandit of Laskin et al. (2022): UCB1 into three models, on tasks like the training tasks and on shifted ones; minutes on two cores.</summary>
    public static Experiment Quickstart { get; } = new()
    {
        Name = "quickstart",
        Title = "UCB1, distilled",
        Introduction = "Learning histories of UCB1 on bandits of 10 arms are distilled into a multi-head transformer (rl-model) and into a causal language model "
            + "(language-model). Frozen, both learn bandits that they never saw, in their context alone. In 95% of the training tasks the odd arms are the better ones; "
            + "in the shifted tasks the even arms are.\n\nThe same network trained on the last ten trials of the histories alone (expert-distillation) has seen skill but no "
            + "learning, and cannot adapt to the shift.",
        Histories = new GenerationPlan { Tasks = new BernoulliBandit(), Algorithm = new Ucb1(), Histories = 20_000, Steps = 100, Seed = 1 },
        Models =
        [
            new ExperimentModel("rl-model", "rl", new TrainPlan { Batch = 32, Steps = 600, Optimizer = Fast }, new MultiHeadOptions { Transformer = Small, Context = 100 }),
            new ExperimentModel("language-model", "lm", new TrainPlan { Batch = 16, Steps = 2_400, Optimizer = Fast },
                new CausalLmOptions { Transformer = Small, Context = 100, Format = "compact", Tokenizer = "field" }),
            new ExperimentModel("expert-distillation", "rl", new TrainPlan { Batch = 32, Steps = 300, Optimizer = Fast, LastSteps = 10 },
                new MultiHeadOptions { Transformer = Small, Context = 100 }),
        ],
        Baselines = [new Ucb1(), new UniformRandom()],
        Splits = ["test", "shifted"],
        First = 10,
        Last = 20,
    };

    /// <summary>Dark Room 9×9 (Laskin et al., 2022): tabular Q-learning on 65 goals into a multi-head transformer, on the 16 held-out goals.</summary>
    public static Experiment DarkRoom { get; } = new()
    {
        Name = "dark-room",
        Title = "Q-learning in Dark Room, distilled",
        Introduction = "Learning histories of tabular Q-learning on 65 goals of a dark room are distilled into a multi-head transformer. Frozen, it searches for the "
            + "16 goals that it never saw, and returns to them once found.",
        Histories = new GenerationPlan { Tasks = new DarkRoom(), Algorithm = new QLearning(), Histories = 16 * 65, Steps = 400 * 20, Seed = 1 },
        Models =
        [
            new ExperimentModel("rl-model", "rl", new TrainPlan { Batch = 32, Steps = 1_000, EveryEpisode = 16 },
                new MultiHeadOptions { Transformer = Small with { Layers = 4 }, Context = 200 }),
        ],
        Baselines = [new QLearning(), new UniformRandom()],
        Streams = 208, // each held-out goal 13 times
        Episodes = 30,
        First = 2,
        Last = 6,
    };

    /// <summary>Gymnasium's lunar lander, learned by three PPO learners of 16 actors each: two million steps a learner, minutes on two cores.</summary>
    public static Experiment LunarLander { get; } = new()
    {
        Name = "lunar-lander",
        Title = "PPO lands on the moon",
        Introduction = "Three learners of proximal policy optimisation, each with 16 actors, learn Gymnasium's lunar lander from nothing, two million steps each. A mean "
            + "return of 200 counts as solved.",
        Histories = new GenerationPlan
        {
            Tasks = new LunarLander { Spread = 0 },
            Algorithm = new Ppo
            {
                RolloutSteps = 512,
                Minibatches = 32,
                Learner = new() { LearningRate = 1e-3, AnnealingSteps = 125_000, Discount = 0.999, Lambda = 0.98, EntropyWeight = 0.005 },
            },
            Histories = 3 * 16,
            Streams = 16,
            Steps = 125_000,
            Seed = 1,
        },
        First = 10,
        Last = 50,
    };

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Experiment> All { get; } = [Quickstart, DarkRoom, LunarLander];
}
