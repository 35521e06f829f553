using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>What a learning-rate scheduler sees of a group of parameters.</summary>
        public interface ILearningRateController
        {
            double LearningRate { get; set; }
            double InitialLearningRate { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            /// <summary>What an optimiser has learnt of its parameters: named tensors and step counts, in the parameters' order.</summary>
            public sealed class StateDictionary
            {
                internal StateDictionary() { }

                internal List<(long Step, Dictionary<string, Tensor> Tensors)> Entries { get; } = [];

                internal List<double> LearningRates { get; } = [];
            }

            private protected Optimizer() { }

            public abstract IEnumerable<ILearningRateController> ParamGroups { get; }

            public abstract IEnumerable<Parameter> parameters();

            /// <summary>One step; a closure recomputes the loss first and its result is returned.</summary>
            public abstract Tensor step(Func<Tensor>? closure = null);

            /// <summary>Adds parameters that are stepped from now on.</summary>
            public abstract void add_param_group(ParamGroup param_group);

            public virtual void zero_grad()
            {
                foreach (var parameter in parameters()) parameter.grad = null;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected abstract void Dispose(bool disposing);
        }

        internal static void ZeroGrad(Tensor parameter, bool setToNone)
        {
            if (setToNone)
            {
                parameter.grad = null;
                return;
            }
            using var gradient = parameter.grad;
            if (gradient is null) return;
            using var detached = gradient.detach();
            using var _ = detached.zero_();
        }
    }
}
