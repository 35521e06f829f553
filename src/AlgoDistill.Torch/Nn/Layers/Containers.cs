using System.Collections;
using System.Globalization;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            public static Sequential Sequential(params (string name, nn.Module<Tensor, Tensor> submodule)[] modules) => new(modules);

            public static Sequential Sequential(IEnumerable<(string name, nn.Module<Tensor, Tensor> submodule)> modules) => new(modules);

            public static Sequential Sequential(params nn.Module<Tensor, Tensor>[] modules) => Sequential((IEnumerable<nn.Module<Tensor, Tensor>>)modules);

            public static Sequential Sequential(IEnumerable<nn.Module<Tensor, Tensor>> modules) => new(modules.Select((module, i) => (Modules.ModuleList<Module>.Key(i), module)));

            public static ModuleList<T> ModuleList<T>(params T[] modules) where T : Module => new(modules);

            public static ModuleDict<T> ModuleDict<T>(params (string, T)[] modules) where T : Module
            {
                var dictionary = new ModuleDict<T>();
                foreach (var (name, module) in modules) dictionary.Add(name, module);
                return dictionary;
            }

            public static ParameterList ParameterList(params Parameter[] parameters) => new(parameters);
        }
    }
}

namespace TorchSharp.Modules
{
    /// <summary>Modules one after the other.</summary>
    public sealed class Sequential : nn.Module<Tensor, Tensor>
    {
        private readonly List<nn.IModule<Tensor, Tensor>> steps = [];

        internal Sequential(IEnumerable<(string name, nn.Module<Tensor, Tensor> submodule)> modules) : base(nameof(Sequential))
        {
            foreach (var (name, submodule) in modules) append(name, submodule);
        }

        public int Count => steps.Count;

        public nn.IModule<Tensor, Tensor> this[int index] => steps[index];

        public Sequential append(string name, nn.IModule<Tensor, Tensor> module)
        {
            register_module(name, module as nn.Module ?? throw new ArgumentException($"a step must derive from Module; {module.GetType()} does not", nameof(module)));
            steps.Add(module);
            return this;
        }

        public Sequential append(nn.IModule<Tensor, Tensor> module) => append(ModuleList<nn.Module>.Key(steps.Count), module);

        public override Tensor forward(Tensor input)
        {
            if (steps.Count == 0) return input.alias();
            using var scope = NewDisposeScope();
            var result = input;
            foreach (var step in steps) result = step.call(result);
            return result.MoveToOuterDisposeScope();
        }
    }

    /// <summary>Modules in a list; their names are their places.</summary>
    public sealed class ModuleList<T> : nn.Module, IEnumerable<T> where T : nn.Module
    {
        private readonly List<T> items = [];

        public ModuleList(params T[] modules) : base(nameof(ModuleList<T>)) => append(modules);

        public int Count => items.Count;

        public T this[int index]
        {
            get => items[index];
            set => Replace(Key(index), items[index] = value);
        }

        public void Add(T item)
        {
            register_module(Key(items.Count), item);
            items.Add(item);
        }

        public void append(params T[] parameters) => extend(parameters);

        public void extend(IEnumerable<T> modules)
        {
            foreach (var module in modules) Add(module);
        }

        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        internal static string Key(int index) => index.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Modules by name, in the order in which they were added.</summary>
    public sealed class ModuleDict<T> : nn.Module, IEnumerable<(string, T)> where T : nn.Module
    {
        private readonly OrderedDictionary<string, T> items = [];

        public ModuleDict() : base(nameof(ModuleDict<T>)) { }

        public int Count => items.Count;

        public T this[string key]
        {
            get => items[key];
            set
            {
                if (items.ContainsKey(key)) Replace(key, items[key] = value);
                else Add(key, value);
            }
        }

        public ICollection<string> Keys => items.Keys;

        public ICollection<T> Values => items.Values;

        public bool ContainsKey(string key) => items.ContainsKey(key);

        public void Add(string key, T value)
        {
            register_module(key, value);
            items.Add(key, value);
        }

        public IEnumerator<(string, T)> GetEnumerator() => items.Select(item => (item.Key, item.Value)).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Parameters in a list; their names are their places.</summary>
    public sealed class ParameterList : nn.Module, IEnumerable<Parameter>
    {
        private readonly List<Parameter> items = [];

        public ParameterList(params Parameter[] parameters) : base(nameof(ParameterList))
        {
            foreach (var parameter in parameters) Add(parameter);
        }

        public int Count => items.Count;

        public Parameter this[int index]
        {
            get => items[index];
            set => Replace(ModuleList<nn.Module>.Key(index), items[index] = value);
        }

        public void Add(Parameter item)
        {
            register_parameter(ModuleList<nn.Module>.Key(items.Count), item);
            items.Add(item);
        }

        public IEnumerator<Parameter> GetEnumerator() => items.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
