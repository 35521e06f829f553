using static TorchSharp.torch;

namespace AlgoDistill.Algorithms;

/// <summary>What one gradient step reads of its rows, each (B).</summary>
/// <param name="LogProbability">Of the actions, as the policy is now.</param>
/// <param name="Entropy">Of the policy now.</param>
/// <param name="Value">As it is now.</param>
/// <param name="Advantage">As estimated before the update.</param>
/// <param name="Return">What the value is to learn.</param>
/// <param name="OldValue">Before the update.</param>
/// <param name="OldLogProbability">Before the update; zero where it was not asked for.</param>
readonly record struct PolicyTerms(Tensor LogProbability, Tensor Entropy, Tensor Value, Tensor Advantage, Tensor Return, Tensor OldValue, Tensor OldLogProbability);

/// <summary>An actor and a critic that all streams share: acts, estimates advantages, takes gradient steps.</summary>
sealed class ActorCriticLearner : IDisposable
{
    readonly ActorCriticOptions options;
    readonly FeatureEncoder encoder;
    readonly ActionDistribution distribution;
    readonly ActorCritic model;
    readonly Inference policy, value;
    readonly PolicyBatch batch;
    readonly Optimizer optimizer;
    readonly Rng[] rngs;
    readonly int actionWidth;
    long steps;

    /// <param name="algorithm">Id of the algorithm, for a refusal.</param>
    /// <param name="options">Its hyper-parameters.</param>
    /// <param name="observations">What it will observe.</param>
    /// <param name="actions">What it may do.</param>
    /// <param name="streams">Streams S.</param>
    /// <param name="rng">Source of all its chance.</param>
    /// <exception cref="ArgumentException">The actions are a box without finite bounds.</exception>
    public ActorCriticLearner(string algorithm, ActorCriticOptions options, Space observations, Space actions, int streams, Rng rng)
    {
        (this.options, actionWidth, Streams) = (options, actions.Width, streams);
        encoder = new FeatureEncoder(observations, options.NormaliseObservations);
        distribution = ActionDistribution.Of(algorithm, actions);
        (rngs, Rng) = (rng.Split(0).SplitMany(streams), rng.Split(1));
        model = new ActorCritic(encoder.Width, distribution, options, rng.Split(2));
        (policy, value) = (new Inference(encoder, model, model.Policy), new Inference(encoder, model, model.Value));
        batch = new PolicyBatch(encoder, distribution, actionWidth, model.parameters().First());
        optimizer = new Optimizer(model, options.AdamEpsilon, options.MaxGradientNorm);
    }

    /// <summary>Streams S.</summary>
    public int Streams { get; }

    /// <summary>Source of the learner's own chance.</summary>
    public Rng Rng { get; }

    /// <summary>Gradient steps so far.</summary>
    public int Updates => optimizer.Steps;

    /// <summary>As <see cref="IAgent.SelectActions"/>.</summary>
    public void SelectActions(ReadOnlySpan<float> observations, Span<float> actions, Span<float> logProbabilities)
    {
        distribution.SampleMany(policy.Run(observations), actions, actionWidth, logProbabilities, rngs);
        steps++;
    }

    /// <summary>Fills the advantages and returns of a rollout.</summary>
    public void Estimate(Rollout rollout, double lambda)
    {
        var successorValues = value.Run(rollout.Successors).ToArray();
        rollout.Estimate(value.Run(rollout.Observations), successorValues, options.Discount, lambda);
    }

    /// <summary>Log-probabilities of a rollout's actions, as the policy is now: (N).</summary>
    public float[] LogProbabilities(Rollout rollout)
    {
        using var scope = NewDisposeScope();
        using var frozen = no_grad();
        batch.Fill(rollout, [], [.. Enumerable.Range(0, rollout.Count)]);
        return [.. distribution.Evaluate(model.Policy(batch.Features), batch.Actions).LogProbability.data<float>()];
    }

    /// <summary>One gradient step.</summary>
    /// <param name="rollout">Estimated.</param>
    /// <param name="logProbabilities">Of the whole rollout before the update, or nothing.</param>
    /// <param name="rows">Which of its rows: (B).</param>
    /// <param name="loss">A scalar to make smaller.</param>
    public void Step(Rollout rollout, ReadOnlySpan<float> logProbabilities, ReadOnlySpan<int> rows, Func<PolicyTerms, Tensor> loss)
    {
        using var scope = NewDisposeScope();
        batch.Fill(rollout, logProbabilities, rows);
        var (outputs, values) = model.Both(batch.Features);
        var (logProbability, entropy) = distribution.Evaluate(outputs, batch.Actions);
        var columns = batch.Columns();
        optimizer.Step(loss(new PolicyTerms(logProbability, entropy, values, columns[0], columns[1], columns[2], columns[3])), Annealing.Rate(options.LearningRate, steps, options.AnnealingSteps));
    }

    /// <summary>Ends an update: the rollout's observations count in the normalisation, and its rows are forgotten.</summary>
    public void Finish(Rollout rollout)
    {
        encoder.Learn(rollout.Observations);
        rollout.Clear();
    }

    /// <summary>The loss of an actor and a critic: policy term − entropy + half the squared error of the value, as weighted.</summary>
    public Tensor Loss(Tensor policyTerm, PolicyTerms terms, Tensor valueError) =>
        policyTerm - terms.Entropy.mean() * options.EntropyWeight + valueError * (0.5 * options.ValueWeight);

    /// <summary>The loss of the plain policy gradient: −mean(advantage · log π), with entropy and value.</summary>
    public Tensor GradientLoss(PolicyTerms terms) =>
        Loss(-(terms.Advantage * terms.LogProbability).mean(), terms, (terms.Value - terms.Return).square().mean());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in (IDisposable[])[policy, value, batch, optimizer, model]) part.Dispose();
    }
}
