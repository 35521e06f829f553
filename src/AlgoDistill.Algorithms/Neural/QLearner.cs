using AlgoDistill.Learning;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace AlgoDistill.Algorithms;

/// <summary>The networks of <see cref="Dqn"/> and their gradient steps.</summary>
sealed class QLearner : IDisposable
{
    readonly Dqn settings;
    readonly Space.Discrete actions;
    readonly FeatureEncoder encoder;
    readonly Mlp online, target;
    readonly Inference acting;
    readonly Optimizer optimizer;
    readonly ReplayBatch batch;
    readonly Input chosen; // int64 (B, 1)

    /// <param name="settings">Hyper-parameters.</param>
    /// <param name="observations">What is observed.</param>
    /// <param name="actions">What may be done.</param>
    /// <param name="rng">Source of the starting weights.</param>
    public QLearner(Dqn settings, Space observations, Space.Discrete actions, Rng rng)
    {
        (this.settings, this.actions) = (settings, actions);
        encoder = new FeatureEncoder(observations, settings.NormaliseObservations);
        Mlp Network() => new(encoder.Width, (int)actions.Values, settings.Network, headGain: 1, rng); // splitting does not change rng: equal weights
        (online, target) = (Network(), Network());
        acting = new Inference(encoder, online, online.forward);
        optimizer = new Optimizer(online, settings.AdamEpsilon, settings.MaxGradientNorm);
        var like = online.parameters().First();
        batch = new ReplayBatch(encoder, like, settings.BatchSize, settings.Lambda < 1 ? settings.ReturnSteps : 1);
        chosen = new Input(ScalarType.Int64, like, settings.BatchSize, 1);
    }

    /// <summary>Gradient steps so far.</summary>
    public int Updates => optimizer.Steps;

    /// <summary>Values of all actions: (S, A), valid until the next call.</summary>
    public ReadOnlySpan<float> Values(ReadOnlySpan<float> observations) => acting.Run(observations);

    /// <summary>One gradient step on returns drawn from the replay buffer; copies the network to the target when it is time.</summary>
    public void Step(ReplayBuffer replay, double learningRate, Rng rng)
    {
        using var scope = NewDisposeScope();
        batch.Draw(replay, settings.ReturnSteps, settings.Discount, settings.Lambda, rng);
        for (var i = 0; i < batch.Rows.Length; i++) chosen.Values<long>()[i] = actions.IndexOf(replay.Action(batch.Rows[i]));
        chosen.Upload();
        var values = online.forward(batch.Features).gather(1, chosen.Value).squeeze(1);     // (B)
        optimizer.Step(F.huber_loss(values, Targets(), settings.HuberDelta), learningRate);
        if (optimizer.Steps % settings.TargetInterval == 0) CopyToTarget();
        encoder.Learn(batch.Observations);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in (IDisposable[])[acting, optimizer, batch, chosen, online, target]) part.Dispose();
    }

    Tensor Targets()
    {
        using var frozen = no_grad();
        var values = target.forward(batch.Successors);                                      // (B · c, A)
        var best = settings.Double ? values.gather(1, online.forward(batch.Successors).argmax(1, keepdim: true)).squeeze(1) : values.amax([1]);
        return batch.Returns(best);
    }

    void CopyToTarget()
    {
        using var frozen = no_grad();
        foreach (var (to, from) in target.parameters().Zip(online.parameters())) to.copy_(from);
    }
}
