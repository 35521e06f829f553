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
    public void NarrowProductsLeaveParametersWide()
    {
        using var scope = NewDisposeScope();
        var objective = new Regression(1);
        using var trainer = new Trainer(objective, new() { LearningRate = 0.1 }, 200, new Rng(3), precision: Precision.Bfloat16);
        using var wide = new Trainer(new Regression(1), new() { LearningRate = 0.1 }, 200, new Rng(3));
        var (steps, same) = (trainer.Train().ToArray(), wide.Train().ToArray());
        Assert.NotEqual(same[0].Loss, steps[0].Loss);
        Assert.Equal(same[0].Loss, steps[0].Loss, 0.02 * same[0].Loss);
        Assert.True(steps[^1].Loss < 0.05 * steps[0].Loss, $"{steps[0].Loss} to {steps[^1].Loss}");
        Assert.All(Weight.Of(objective.Model), pair => Assert.Equal(ScalarType.Float32, pair.Value.dtype));
        Assert.Null(trainer.EagerReason);
    }

    [Fact]
    public void OtherTensorsCanTakeTheInputsPlaces()
    {
        using var scope = NewDisposeScope();
        using var batch = new Regression(1).CreateBatch(Share.Whole);
        batch.Prepare(0);
        var (values, loss) = (batch.Inputs.Select(input => input.Value.clone()).ToArray(), batch.Loss().Total.item<float>());
        batch.Prepare(1);
        manual_seed(0);
        var other = batch.Loss().Total.item<float>();
        Assert.InRange(batch.LossOf(values).Total.item<float>(), 0.8 * loss, 1.2 * loss);
        manual_seed(0);
        Assert.Equal(other, batch.Loss().Total.item<float>());
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
                var output = Operators.Linear(nn.functional.dropout(values.Value, 0.01), objective.layer);
                var error = output - values.Value.narrow(1, 0, 2) * 3;
                var loss = (error * error).mean();
                if (step == objective.BreaksAt) loss = loss * float.NaN;
                return new Loss(loss, [("squared", loss)]);
            }
        }
    }
}
