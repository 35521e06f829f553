using System.Text.Json.Nodes;
using AlgoDistill.Data;
using AlgoDistill.Models.Lm;
using AlgoDistill.Models.Rl;
using static TorchSharp.torch;

[assembly: CollectionBehavior(DisableTestParallelization = true)] // libtorch's generator belongs to the process: a seed set by one test is drawn from by all

namespace AlgoDistill.Learning.Tests;

/// <summary>A small model of each kind over each kind of space, behind one face.</summary>
abstract class TestModel(Space observations, Space actions)
{
    public const int Context = 12;

    static readonly TransformerOptions Shape = new() { Layers = 2, Width = 16, Heads = 2 };

    static readonly (string Name, Space Observations, Space Actions)[] Spaces =
    [
        ("bandit", new Space.Discrete(1), new Space.Discrete(10)),
        ("grid", new Space.Discrete(4, 2), new Space.Discrete(5)),
        ("pairs", new Space.Discrete(3), new Space.Discrete(3, 2)),
        ("box", new Space.Box(2, -1, 1), new Space.Box(1, -99, 99)),
    ];

    public static IReadOnlyDictionary<string, Func<TestModel>> All { get; } = Make(fields: 600, bytes: 900);

    /// <summary>The same with language models that see a few tokens only, so that their window slides soon.</summary>
    public static IReadOnlyDictionary<string, Func<TestModel>> Narrow { get; } = Make(fields: 30, bytes: 50);

    static Dictionary<string, Func<TestModel>> Make(int fields, int bytes) => Spaces.SelectMany(space => new (string Name, Func<TestModel> Make)[]
    {
        ($"rl, {space.Name}", () => new Rl(space.Observations, space.Actions, new() { Transformer = Shape, Context = Context })),
        ($"rl of three tokens, {space.Name}", () => new Rl(space.Observations, space.Actions, new() { Transformer = Shape, Context = Context, TokensPerStep = 3 })),
        ($"lm of fields, {space.Name}", () => new Lm(space.Observations, space.Actions, new() { Transformer = Shape, Context = Context, Tokens = fields })),
        ($"lm of bytes, {space.Name}", () => new Lm(space.Observations, space.Actions, new() { Transformer = Shape, Context = Context, Tokens = bytes, Format = "ad-rlhf", Tokenizer = "byte" })),
    }).Where(pair => !(pair.Name.StartsWith("lm", StringComparison.Ordinal) && pair.Name.EndsWith("box", StringComparison.Ordinal))).ToDictionary(pair => pair.Name, pair => pair.Make);

    public Space Actions => actions;

    public abstract nn.Module Module { get; }

    public IAlgorithm Algorithm => Acting(cached: true);

    /// <summary>The frozen model as an algorithm, with keys and values kept or the whole context read again for every token.</summary>
    public abstract IAlgorithm Acting(bool cached);

    public abstract JsonObject Configuration { get; }

    public IObjective Objective(int batch, bool fixedBatch) => Over(Windows(fixedBatch), batch);

    /// <summary>Windows of histories of which some are shorter than the context.</summary>
    public IObjective RaggedObjective(int batch) => Over(new HistoryWindows(
        [.. Enumerable.Range(1, Context + 2).Select(steps => Interaction.Run(Tasks, Tasks.Split(0).Train[0], new RandomActions(), steps, new Rng((ulong)steps)))],
        new() { Length = Context }), batch);

    public abstract TestModel Loaded(RunFolder run);

    /// <summary>Log-probabilities of a history's actions, the whole context at once: (N).</summary>
    public abstract float[] ActionLogProbabilities(LearningHistory history);

    public IReadOnlyList<LearningHistory> Play(int streams, int steps, Rng rng, bool cached = true) =>
        Interaction.Run(Tasks, [.. Enumerable.Range(0, streams).Select(Tasks.Split(0).Train.Cycle)], Acting(cached), steps, rng);

    protected NoiseTasks Tasks => new(observations, actions);

    protected abstract IObjective Over(HistoryWindows windows, int batch);

    HistoryWindows Windows(bool single) => new(
        [.. Enumerable.Range(0, single ? 1 : 8).Select(i => Interaction.Run(Tasks, Tasks.Split(0).Train[0], new RandomActions(), Context, new Rng((ulong)i)))],
        new() { Length = Context });

    sealed class Rl(Space observations, Space actions, MultiHeadOptions options, MultiHeadTransformer? loaded = null) : TestModel(observations, actions)
    {
        readonly MultiHeadTransformer model = loaded ?? new MultiHeadTransformer(observations, actions, options, new Rng(1));

        public override nn.Module Module => model;

        public override IAlgorithm Acting(bool cached) => DistilledRl.Of("test", model, cached: cached);

        public override JsonObject Configuration =>
            new ModelConfiguration<MultiHeadOptions>(MultiHeadTransformer.ModelId, model.Observations, model.Actions, options).ToJson();

        protected override IObjective Over(HistoryWindows windows, int batch) => new RlObjective(model, windows, batch, new Rng(2));

        public override TestModel Loaded(RunFolder run) => new Rl(model.Observations, model.Actions, options, MultiHeadTransformer.Load(run));

        public override float[] ActionLogProbabilities(LearningHistory history)
        {
            using var batch = new RlObjective(model, new HistoryWindows([history], new() { Length = history.Length }), 1, new Rng(0)).CreateBatch(Share.Whole);
            batch.Prepare(0);
            batch.Upload();
            var outputs = model.ActionOutputs(batch)[0];
            return [.. Enumerable.Range(0, history.Length).Select(row => LogProbability(outputs[row], history.Action(row)))];
        }

        float LogProbability(Tensor output, ReadOnlySpan<float> action)
        {
            double total = 0;
            for (var i = 0; i < action.Length; i++)
            {
                if (Actions is Space.Discrete { Count: var count })
                    total += output.narrow(0, i * count, count).log_softmax(0)[(long)action[i]].item<float>();
                else
                {
                    var (mean, log) = (output[i].item<float>(), output[action.Length + i].item<float>());
                    total += -0.5 * Math.Pow((action[i] - mean) / Math.Exp(log), 2) - log - 0.5 * Math.Log(2 * Math.PI);
                }
            }

            return (float)total;
        }
    }

    sealed class Lm(Space observations, Space actions, CausalLmOptions options, CausalLm? loaded = null) : TestModel(observations, actions)
    {
        readonly CausalLm model = loaded ?? new CausalLm(observations, actions, options, new Rng(1));

        public override nn.Module Module => model;

        public override IAlgorithm Acting(bool cached) => DistilledLm.Of("test", model, cached: cached);

        public override JsonObject Configuration => new ModelConfiguration<CausalLmOptions>(CausalLm.ModelId, model.Observations, model.Actions, options).ToJson();

        protected override IObjective Over(HistoryWindows windows, int batch) => new LmObjective(model, windows, batch);

        public override TestModel Loaded(RunFolder run) => new Lm(model.Observations, model.Actions, options, CausalLm.Load(run));

        public override float[] ActionLogProbabilities(LearningHistory history) => model.ActionLogProbabilities(history);
    }
}

/// <summary>Random observations and rewards over given spaces, episodes of five steps.</summary>
sealed record NoiseTasks(Space Observations, Space Actions) : ITaskDistribution
{
    public string Id => "noise/v1";

    public int Horizon => 5;

    public TaskSplit Split(ulong seed) => new(TaskSet.Of([[0.0]]), TaskSet.Of([[1.0]]));

    public IEnvironment Create(TaskInstance task, Rng rng) => new Noise(Observations, Actions, rng);

    public References References(TaskInstance task) => new(5, 2.5, "each reward is 0 or 1");

    public static void Draw(Space space, Span<float> value, Rng rng)
    {
        for (var i = 0; i < value.Length; i++)
            value[i] = space is Space.Box box ? box.Low + (box.High - box.Low) * rng.NextSingle() : rng.NextInt(((Space.Discrete)space).Count);
    }

    sealed class Noise(Space observations, Space actions, Rng rng) : IEnvironment
    {
        int step;

        public void Reset(Span<float> observation)
        {
            step = 0;
            Draw(observations, observation, rng);
        }

        public Outcome Step(ReadOnlySpan<float> action, Span<float> observation)
        {
            actions.Check(action, nameof(action));
            Draw(observations, observation, rng);
            return new Outcome(rng.NextInt(2), ++step == 5 ? EpisodeEnd.Truncated : EpisodeEnd.None);
        }
    }
}

/// <summary>Uniformly random actions of any space.</summary>
sealed record RandomActions : IAlgorithm
{
    public string Id => "random-actions";

    public bool StreamsShareLearner => false;

    public IAgent CreateAgent(Space observations, Space actions, int streams, Rng rng) => new Agent(actions, rng);

    sealed class Agent(Space space, Rng rng) : IAgent
    {
        public int Updates => 0;

        public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
        {
            NoiseTasks.Draw(space, actions, rng);
            logProbabilities.Fill(-1);
        }

        public void Update(in TransitionBatch transitions) { }
    }
}
