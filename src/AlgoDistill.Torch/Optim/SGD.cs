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
                new([new Modules.SGD.ParamGroup(parameters, learningRate, momentum, dampening, weight_decay, nesterov, maximize)]);

            public static Modules.SGD SGD(IEnumerable<Modules.SGD.ParamGroup> parameters, double learningRate, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) =>
                new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    public sealed class SGD : OptimizerHelper
    {
        public sealed class ParamGroup(IEnumerable<Parameter> parameters, double lr = 1e-3, double momentum = 0, double dampening = 0, double weight_decay = 0, bool nesterov = false, bool maximize = false) : optim.ParamGroup(parameters, lr)
        {
            public double momentum { get; set; } = momentum;
            public double dampening { get; set; } = dampening;
            public double weight_decay { get; set; } = weight_decay;
            public bool nesterov { get; set; } = nesterov;
            public bool maximize { get; set; } = maximize;
        }

        internal SGD(IEnumerable<ParamGroup> groups) : base(groups) { }

        internal override void Step(optim.ParamGroup group, State[] states, Tensor[] gradients)
        {
            var settings = (ParamGroup)group;
            Tensor[] parameters = [.. states.Select(state => state.Parameter)];
            if (settings.maximize) gradients = CallMany("aten::_foreach_neg", gradients);
            if (settings.weight_decay != 0) gradients = CallMany("aten::_foreach_add.List", gradients, parameters, settings.weight_decay);
            if (settings.momentum != 0) gradients = WithMomentum(settings, states, gradients);
            Run("aten::_foreach_add_.List", parameters, gradients, -settings.LearningRate);
            foreach (var state in states) state.Step++;
        }

        // The first gradient enters the average undampened.
        private static Tensor[] WithMomentum(ParamGroup settings, State[] states, Tensor[] gradients)
        {
            var average = Tensors(states, "momentum_buffer");
            Run("aten::_foreach_mul_.Scalar", average, settings.momentum);
            Run("aten::_foreach_add_.List", average, gradients, states[0].Step == 0 ? 1 : 1 - settings.dampening);
            return settings.nesterov ? CallMany("aten::_foreach_add.List", gradients, average, settings.momentum) : average;
        }
    }
}
