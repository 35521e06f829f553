using static TorchSharp.torch;

namespace AlgoDistill.Learning.Tests;

public sealed class TrainerTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("trainer").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void AResumedRunHasTheBitsOfAnUninterruptedOne()
    {
        var checkpoint = Path.Combine(folder, "c.safetensors");
        using var scope = NewDisposeScope();
        var whole = new Regression(1);
        using (var trainer = new Trainer(whole, new(), 20, new Rng(3))) Assert.Equal(20, trainer.Train().Count());
        using (var trainer = new Trainer(new Regression(1), new(), 20, new Rng(3)))
        {
            Assert.Equal(7, trainer.Train().Take(7).Last().Step);
            trainer.Save(checkpoint, "same");
        }

        var resumed = new Regression(2);    // other weights, to be replaced
        using (var trainer = new Trainer(resumed, new(), 20, new Rng(3)))
        {
            trainer.Restore(checkpoint, "same");
            Assert.Equal(7, trainer.Done);
            Assert.Equal(13, trainer.Train().Count());
        }

        foreach (var ((name, a), (_, b)) in Weight.Of(whole.Model).Zip(Weight.Of(resumed.Model))) Assert.True(a.bytes.SequenceEqual(b.bytes), name);
    }

    [Fact]
    public void WorkingAheadChangesNoBit()
    {
        using var scope = NewDisposeScope();
        var losses = new[] { false, true }.Select(ahead =>
        {
            using var trainer = new Trainer(new Regression(1), new(), 20, new Rng(3), ahead);
            return trainer.Train().Select(step => (step.Loss, step.GradientNorm)).ToArray();
        }).ToArray();
        Assert.Equal(losses[0], losses[1]);
    }

    [Fact]
    public void TrainingLowersTheLoss()
    {
        using var scope = NewDisposeScope();
        using var trainer = new Trainer(new Regression(1), new() { LearningRate = 0.1 }, 200, new Rng(3));
        var steps = trainer.Train().ToArray();
        Assert.True(steps[^1].Loss < 0.05 * steps[0].Loss, $"{steps[0].Loss} to {steps[^1].Loss}");
    }

    [Fact]
    public void ALossThatIsNoNumberStopsTrainingAndSaysWhere()
    {
        using var scope = NewDisposeScope();
        using var trainer = new Trainer(new Regression(1) { BreaksAt = 4 }, new(), 20, new Rng(3));
        var done = 0;
        var error = Assert.Throws<DivergedException>(() => { foreach (var _ in trainer.Train()) done++; });
        Assert.Equal(4, done);
        Assert.Contains("update 5", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACheckpointOfAnotherConfigurationIsRefused()
    {
        var checkpoint = Path.Combine(folder, "c.safetensors");
        using var scope = NewDisposeScope();
        using var trainer = new Trainer(new Regression(1), new(), 20, new Rng(3));
        trainer.Save(checkpoint, "one");
        Assert.Contains("another configuration", Assert.Throws<InvalidDataException>(() => trainer.Restore(checkpoint, "two")).Message, StringComparison.Ordinal);
    }

    /// <summary>Fits a fixed linear map, with dropout as a source of chance; inputs depend on the step alone.</summary>
    sealed class Regression : IObjective
    {
        readonly TorchSharp.Modules.Linear layer;

        public Regression(ulong seed) => layer = Initial.Linear(4, 2, new Rng(seed));

        public int BreaksAt { get; init; } = -1;

        public nn.Module Model => layer;

        public TrainingBatch CreateBatch(Share share) => new Batch(this);

        sealed class Batch : TrainingBatch
        {
            readonly Regression objective;
            readonly Input values;
            long step;

            public Batch(Regression objective)
            {
                this.objective = objective;
                values = Add(new Input(ScalarType.Float32, objective.layer.weight, 8, 4));
                (TokenCount, Weight) = (8, 8);
            }

            public override void Prepare(long step)
            {
                this.step = step;
                var rng = new Rng(100).Split((ulong)step);
                foreach (ref var value in values.Values<float>()) value = (float)rng.NextGaussian();
            }

            public override Loss Loss()
            {
                var output = objective.layer.forward(nn.functional.dropout(values.Value, 0.01));
                var error = output - values.Value.narrow(1, 0, 2) * 3;
                var loss = (error * error).mean();
                if (step == objective.BreaksAt) loss = loss * float.NaN;
                return new Loss(loss, [("squared", loss)]);
            }
        }
    }
}
