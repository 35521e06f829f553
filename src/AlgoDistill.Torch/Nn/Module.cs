using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something with parameters, buffers and modules of its own, which are its fields.</summary>
        public abstract partial class Module : IDisposable
        {
            private readonly OrderedDictionary<string, Parameter> parametersByName = [];
            private readonly OrderedDictionary<string, (Tensor Tensor, bool Persistent)> buffersByName = [];
            private readonly OrderedDictionary<string, Module> modulesByName = [];
            private readonly string name;

            protected Module(string name) => this.name = name;

            public virtual bool training { get; private set; } = true;

            public virtual string GetName() => name;

            /// <summary>Registers all fields that are parameters, tensors or modules; call it last in the constructor.</summary>
            protected virtual void RegisterComponents()
            {
                for (var type = GetType(); type is not null && type != typeof(Module); type = type.BaseType)
                    foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                        if (!field.Name.StartsWith('<')) RegisterField(field);
            }

            private void RegisterField(FieldInfo field)
            {
                var component = field.GetCustomAttribute<ComponentNameAttribute>() is { Name: { Length: > 0 } given } ? given : field.Name;
                switch (field.GetValue(this))
                {
                    case Module module when !modulesByName.ContainsValue(module): register_module(component, module); break;
                    case Modules.Parameter parameter when !parametersByName.ContainsValue(parameter): register_parameter(component, parameter); break;
                    case Modules.Parameter or null: break;
                    case Tensor tensor when !buffersByName.Values.Any(buffer => ReferenceEquals(buffer.Tensor, tensor)): register_buffer(component, tensor); break;
                }
            }

            public virtual void register_module(string name, Module submodule) => Register(modulesByName, name, submodule);

            /// <summary>Registers a parameter, which then lives as long as the module and leaves its dispose scope.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                Register(parametersByName, name, param);
                param.DetachFromDisposeScope();
            }

            /// <summary>Registers a tensor that is no parameter; it leaves its dispose scope. Only persistent buffers are saved.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                Register(buffersByName, name, (tensor, persistent));
                tensor.DetachFromDisposeScope();
            }

            private static void Register<T>(OrderedDictionary<string, T> components, string name, T component)
            {
                if (name.Contains('.')) throw new ArgumentException($"a component's name cannot contain a dot: '{name}'", nameof(name));
                if (!components.TryAdd(name, component)) throw new InvalidOperationException($"a component named '{name}' is already registered");
            }

            /// <summary>Puts another parameter, or none, in the place of the one of that name.</summary>
            private protected void Replace(string name, Parameter? param)
            {
                parametersByName.Remove(name);
                if (param is not null) register_parameter(name, param);
            }

            /// <summary>Puts another module in the place of the one of that name.</summary>
            private protected void Replace(string name, Module module) => modulesByName[name] = module;

            public virtual IEnumerable<(string name, Module module)> named_children() => modulesByName.Select(pair => (pair.Key, pair.Value));

            public virtual IEnumerable<Module> children() => modulesByName.Values;

            /// <summary>The modules below this one, with dotted names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules() =>
                modulesByName.SelectMany(child => child.Value.named_modules().Select(below => ($"{child.Key}.{below.name}", below.module)).Prepend((child.Key, child.Value)));

            /// <summary>This module and those below it.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(pair => pair.module).Prepend(this);

            public virtual IEnumerable<Parameter> parameters(bool recurse = true) => named_parameters(recurse).Select(pair => pair.parameter);

            /// <summary>The parameters with dotted names; one that several modules share is named once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true) =>
                AllParameters(recurse).DistinctBy(pair => pair.parameter, ReferenceEqualityComparer.Instance);

            private IEnumerable<(string name, Parameter parameter)> AllParameters(bool recurse)
            {
                var own = parametersByName.Select(pair => (pair.Key, pair.Value));
                return recurse ? own.Concat(modulesByName.SelectMany(child => child.Value.AllParameters(true).Select(below => ($"{child.Key}.{below.name}", below.parameter)))) : own;
            }

            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) => named_buffers(recurse, include_nonpersistent).Select(pair => pair.buffer);

            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var own = buffersByName.Where(pair => include_nonpersistent || pair.Value.Persistent).Select(pair => (pair.Key, pair.Value.Tensor));
                return recurse ? own.Concat(modulesByName.SelectMany(child => child.Value.named_buffers(true, include_nonpersistent).Select(below => ($"{child.Key}.{below.name}", below.buffer)))) : own;
            }

            public virtual bool has_parameter(string target) => AllParameters(true).Any(pair => pair.name == target);

            public virtual Parameter? get_parameter(string target) => AllParameters(true).FirstOrDefault(pair => pair.name == target).parameter;

            public virtual bool has_buffer(string target) => get_buffer(target) is not null;

            public virtual Tensor? get_buffer(string target) => named_buffers().FirstOrDefault(pair => pair.name == target).buffer;

            public virtual void train(bool train = true)
            {
                training = train;
                foreach (var child in modulesByName.Values) child.train(train);
            }

            public virtual void eval() => train(false);

            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var parameter in parameters()) optim.ZeroGrad(parameter, set_to_none);
            }

            public virtual Module apply(Action<Module> fn)
            {
                foreach (var child in modulesByName.Values) child.apply(fn);
                fn(this);
                return this;
            }

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes the parameters, the buffers and the modules.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing) return;
                foreach (var parameter in parametersByName.Values) parameter.Dispose();
                foreach (var (tensor, _) in buffersByName.Values) tensor.Dispose();
                foreach (var module in modulesByName.Values) module.Dispose();
            }
        }
    }
}
