namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public static class lr_scheduler
        {
            /// <summary>Sets the learning rates of an optimiser's groups, epoch by epoch, from their initial rates.</summary>
            public abstract class LRScheduler
            {
                private readonly ILearningRateController[] groups;
                private readonly bool verbose;

                // The first step belongs to the constructor, as in PyTorch: it sets the rates of epoch 0.
                private protected LRScheduler(Optimizer optimizer, int lastEpoch, bool verbose)
                {
                    groups = [.. optimizer.ParamGroups];
                    (Epoch, this.verbose) = (lastEpoch, verbose);
                }

                /// <summary>How many epochs have passed.</summary>
                internal int Epoch { get; private protected set; }

                private protected IReadOnlyList<ILearningRateController> Groups => groups;

                public virtual void step() => step(null);

                /// <param name="epoch">The epoch to go to; the next one without it.</param>
                public virtual void step(int? epoch)
                {
                    Epoch = epoch ?? Epoch + 1;
                    Apply();
                }

                public IEnumerable<double> get_last_lr() => groups.Select(group => group.LearningRate);

                /// <summary>The factor on the initial rate in an epoch.</summary>
                private protected abstract double Rate(ILearningRateController group, int index);

                private protected void Apply()
                {
                    for (var i = 0; i < groups.Length; i++) groups[i].LearningRate = Rate(groups[i], i);
                    if (verbose) Console.WriteLine(FormattableString.Invariant($"learning rates of epoch {Epoch}: {string.Join(", ", get_last_lr())}"));
                }
            }

            private sealed class ClosedForm : LRScheduler
            {
                private readonly Func<double, int, int, double> rate;

                // rate: (initial rate, epoch, group) → rate
                internal ClosedForm(Optimizer optimizer, int lastEpoch, bool verbose, Func<double, int, int, double> rate) : base(optimizer, lastEpoch, verbose)
                {
                    this.rate = rate;
                    step();
                }

                private protected override double Rate(ILearningRateController group, int index) => rate(group.InitialLearningRate, Epoch, index);
            }

            private sealed class Sequence : LRScheduler
            {
                private readonly LRScheduler[] schedulers;
                private readonly int[] milestones;

                internal Sequence(Optimizer optimizer, LRScheduler[] schedulers, int[] milestones, int lastEpoch) : base(optimizer, Math.Max(lastEpoch, 0), verbose: false)
                {
                    if (milestones.Length != schedulers.Length - 1)
                        throw new ArgumentException($"{schedulers.Length} schedulers need {schedulers.Length - 1} milestones; {milestones.Length} were given", nameof(milestones));
                    (this.schedulers, this.milestones) = (schedulers, milestones);
                    schedulers[0].step(0);
                }

                // A scheduler counts from its own milestone.
                public override void step(int? epoch)
                {
                    Epoch = epoch ?? Epoch + 1;
                    var current = milestones.Count(milestone => milestone <= Epoch);
                    schedulers[current].step(current == 0 ? Epoch : Epoch - milestones[current - 1]);
                }

                private protected override double Rate(ILearningRateController group, int index) => group.LearningRate;
            }

            public static LRScheduler LambdaLR(Optimizer optimizer, Func<int, double> lr_lambda, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => initial * lr_lambda(epoch));

            public static LRScheduler StepLR(Optimizer optimizer, int step_size, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => initial * Math.Pow(gamma, epoch / step_size));

            public static LRScheduler MultiStepLR(Optimizer optimizer, IList<int> milestones, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => initial * Math.Pow(gamma, milestones.Count(milestone => milestone <= epoch)));

            public static LRScheduler ExponentialLR(Optimizer optimizer, double gamma = 0.1, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => initial * Math.Pow(gamma, epoch));

            public static LRScheduler ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => epoch < total_iters ? initial * factor : initial);

            /// <summary>From start_factor to end_factor of the initial rate in total_iters epochs, along a line.</summary>
            public static LRScheduler LinearLR(Optimizer optimizer, double start_factor = 1.0 / 3, double end_factor = 1.0, int total_iters = 5, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => initial * (start_factor + (end_factor - start_factor) * Math.Min(epoch, total_iters) / total_iters));

            /// <summary>Along a cosine from the initial rate to eta_min in T_max epochs (Loshchilov and Hutter 2017, without restarts).</summary>
            public static LRScheduler CosineAnnealingLR(Optimizer optimizer, double T_max, double eta_min = 0, int last_epoch = -1, bool verbose = false) =>
                new ClosedForm(optimizer, last_epoch, verbose, (initial, epoch, _) => eta_min + (initial - eta_min) * (1 + Math.Cos(Math.PI * epoch / T_max)) / 2);

            /// <summary>One scheduler after the other; each begins at its milestone.</summary>
            public static LRScheduler SequentialLR(Optimizer optimizer, IEnumerable<LRScheduler> schedulers, IEnumerable<int> milestones, int last_epoch = -1) =>
                new Sequence(optimizer, [.. schedulers], [.. milestones], last_epoch);
        }
    }
}
