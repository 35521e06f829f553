using TorchSharp.Modules;
using static AlgoDistill.Torch.Operators;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class optim
        {
            /// <summary>Stochastic gradient descent, with momentum.</summary>
            public static Modules.SGD SGD(IEnumerable<Parameter> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);

            public static Modules.SGD SGD(IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class SGD : OptimizerHelper
    {
        public sealed class ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) : Modules.ParamGroup(parameters, lr)
        {
            public double Momentum { get; set; } = momentum;
            internal double Dampening { get; } = dampening;
            internal double WeightDecay { get; } = weight_decay;
            internal bool Nesterov { get; } = nesterov;
            internal bool Maximize { get; } = maximize;
        }

        public SGD(IEnumerable<Parameter> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false)
            : this([new ParamGroup(parameters, lr, momentum, dampening, weight_decay, nesterov, maximize)], lr) { }

        public SGD(IEnumerable<ParamGroup> parameters, double lr, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) : base(parameters) { }

        internal override void Step(Modules.ParamGroup group, State[] states, Tensor[] gradients)
        {
            var settings = (ParamGroup)group;
            Tensor[] parameters = [.. states.Select(state => state.Parameter)];
            if (settings.Maximize) gradients = CallMany("aten::_foreach_neg", gradients);
            if (settings.WeightDecay != 0) gradients = CallMany("aten::_foreach_add.List", gradients, parameters, settings.WeightDecay);
            if (settings.Momentum != 0) gradients = WithMomentum(settings, states, gradients);
            Run("aten::_foreach_add_.List", parameters, gradients, -settings.LearningRate);
            foreach (var state in states) state.Step++;
        }

        // The first gradient enters the average undampened.
        private static Tensor[] WithMomentum(ParamGroup settings, State[] states, Tensor[] gradients)
        {
            var average = Tensors(states, "momentum_buffer");
            Run("aten::_foreach_mul_.Scalar", average, settings.Momentum);
            Run("aten::_foreach_add_.List", average, gradients, states[0].Step == 0 ? 1 : 1 - settings.Dampening);
            return settings.Nesterov ? CallMany("aten::_foreach_add.List", gradients, average, settings.Momentum) : average;
        }
    }
}
