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

        /// <summary>Parameters that share settings.</summary>
        public class ParamGroup : ILearningRateController
        {
            internal ParamGroup(IEnumerable<Parameter> parameters, double lr)
            {
                Parameters = [.. parameters];
                LearningRate = InitialLearningRate = lr;
            }

            public IReadOnlyList<Parameter> Parameters { get; }

            public double LearningRate { get; set; }

            public double InitialLearningRate { get; set; }
        }

        /// <summary>Changes parameters by their gradients.</summary>
        public abstract class Optimizer : IDisposable
        {
            public abstract IEnumerable<ILearningRateController> ParamGroups { get; }

            public abstract IEnumerable<Parameter> parameters();

            /// <summary>One step; a closure recomputes the loss first and its result is returned.</summary>
            public abstract Tensor step(Func<Tensor>? closure = null);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters()) ZeroGrad(parameter, set_to_none);
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
