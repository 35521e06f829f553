using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static GELU GELU() => new();
            public static SiLU SiLU() => new();
            public static Tanh Tanh() => new();
            public static Sigmoid Sigmoid() => new();
            public static ReLU ReLU(bool inplace = false) => new(inplace);
            public static Softmax Softmax(long dim) => new(dim);
            public static LogSoftmax LogSoftmax(long dim) => new(dim);
            public static Identity Identity() => new();
            public static Flatten Flatten(long start_dim = 1, long end_dim = -1) => new(start_dim, end_dim);
            public static Dropout Dropout(double p = 0.5, bool inplace = false) => new(p, inplace);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>x Φ(x), with the exact Φ.</summary>
    public sealed class GELU : nn.Module<Tensor, Tensor>
    {
        internal GELU() : base(nameof(GELU)) { }

        public override Tensor forward(Tensor input) => nn.functional.gelu(input);
    }

    /// <summary>x σ(x).</summary>
    public sealed class SiLU : nn.Module<Tensor, Tensor>
    {
        internal SiLU() : base(nameof(SiLU)) { }

        public override Tensor forward(Tensor input) => nn.functional.silu(input);
    }

    /// <summary>max(x, 0).</summary>
    public sealed class ReLU : nn.Module<Tensor, Tensor>
    {
        internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;

        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => nn.functional.relu(input, inplace);
    }

    /// <summary>tanh x.</summary>
    public sealed class Tanh : nn.Module<Tensor, Tensor>
    {
        internal Tanh() : base(nameof(Tanh)) { }

        public override Tensor forward(Tensor input) => input.tanh();
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    public sealed class Sigmoid : nn.Module<Tensor, Tensor>
    {
        internal Sigmoid() : base(nameof(Sigmoid)) { }

        public override Tensor forward(Tensor input) => input.sigmoid();
    }

    /// <summary>exp x, scaled to sum to one along a dimension.</summary>
    public sealed class Softmax : nn.Module<Tensor, Tensor>
    {
        internal Softmax(long dim) : base(nameof(Softmax)) => this.dim = dim;

        public long dim { get; set; }

        public override Tensor forward(Tensor input) => input.softmax(dim);
    }

    /// <summary>The logarithm of the softmax along a dimension.</summary>
    public sealed class LogSoftmax : nn.Module<Tensor, Tensor>
    {
        internal LogSoftmax(long dim) : base(nameof(LogSoftmax)) => this.dim = dim;

        public long dim { get; set; }

        public override Tensor forward(Tensor input) => input.log_softmax(dim);
    }

    /// <summary>The input itself, in a handle of its own.</summary>
    public sealed class Identity : nn.Module<Tensor, Tensor>
    {
        internal Identity() : base(nameof(Identity)) { }

        public override Tensor forward(Tensor input) => input.alias();
    }

    /// <summary>Joins dimensions into one.</summary>
    public sealed class Flatten : nn.Module<Tensor, Tensor>
    {
        internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) =>
            (this.start_dim, this.end_dim) = (start_dim, end_dim);

        public long start_dim { get; set; }
        public long end_dim { get; set; }

        public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
    }

    /// <summary>In training, zeros elements with probability p and scales the others by 1 / (1 - p).</summary>
    public sealed class Dropout : nn.Module<Tensor, Tensor>
    {
        internal Dropout(double p, bool inplace) : base(nameof(Dropout)) =>
            (this.p, this.inplace) = (p, inplace);

        public double p { get; set; }
        public bool inplace { get; set; }

        public override Tensor forward(Tensor input) => nn.functional.dropout(input, p, training, inplace);
    }
}
