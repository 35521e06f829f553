using AlgoDistill.Torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public abstract partial class Module
        {
            /// <summary>Parameters and persistent buffers by dotted name; the tensors themselves, not copies.</summary>
            public virtual Dictionary<string, Tensor> state_dict(Dictionary<string, Tensor>? destination = null, string? prefix = null)
            {
                destination ??= [];
                var lead = string.IsNullOrEmpty(prefix) ? "" : prefix + ".";
                foreach (var (name, parameter) in parametersByName) destination.TryAdd(lead + name, parameter);
                foreach (var (name, (buffer, persistent)) in buffersByName)
                    if (persistent) destination.TryAdd(lead + name, buffer);
                foreach (var (name, module) in modulesByName) module.state_dict(destination, lead + name);
                return destination;
            }

            /// <summary>Copies values into the module's own tensors.</summary>
            /// <exception cref="InvalidOperationException">Names differ and <paramref name="strict"/> is set.</exception>
            /// <exception cref="ArgumentException">A shape differs.</exception>
            public virtual (IList<string> missing_keys, IList<string> unexpected_keyes) load_state_dict(Dictionary<string, Tensor> source, bool strict = true, IList<string>? skip = null)
            {
                var own = state_dict();
                var skipped = skip ?? [];
                string[] missing = [.. own.Keys.Where(key => !source.ContainsKey(key) && !skipped.Contains(key))];
                string[] unexpected = [.. source.Keys.Where(key => !own.ContainsKey(key) && !skipped.Contains(key))];
                if (strict && missing.Length + unexpected.Length > 0)
                    throw new InvalidOperationException($"the state does not fit the module; missing: [{string.Join(", ", missing)}], unexpected: [{string.Join(", ", unexpected)}]");

                using var _ = no_grad();
                foreach (var (key, target) in own)
                    if (source.TryGetValue(key, out var value) && !skipped.Contains(key)) CopyInto(key, target, value);
                return (missing, unexpected);
            }

            private static void CopyInto(string key, Tensor target, Tensor value)
            {
                var (expected, got) = (target.shape, value.shape);
                if (!expected.AsSpan().SequenceEqual(got))
                    throw new ArgumentException($"'{key}' has shape [{string.Join(", ", got)}]; the module's has [{string.Join(", ", expected)}]");
                Operators.Run("aten::copy_", target, value);
            }

            /// <summary>Writes the state in TorchSharp's format; the file appears whole or not at all.</summary>
            public Module save(string location, IList<string>? skip = null)
            {
                StateFile.Write(location, writer => save(writer, skip));
                return this;
            }

            public Module save(BinaryWriter writer, IList<string>? skip = null)
            {
                StateFile.Write(writer, [.. state_dict().Where(pair => skip?.Contains(pair.Key) != true)]);
                return this;
            }

            public virtual Module load(string location, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var reader = new BinaryReader(File.OpenRead(location));
                return load(reader, strict, skip, loadedParameters);
            }

            /// <param name="loadedParameters">Receives every name of the module, with whether it was loaded.</param>
            public virtual Module load(BinaryReader reader, bool strict = true, IList<string>? skip = null, Dictionary<string, bool>? loadedParameters = null)
            {
                using var scope = NewDisposeScope();
                var source = StateFile.Read(reader);
                load_state_dict(source, strict, skip);
                if (loadedParameters is not null)
                    foreach (var key in state_dict().Keys) loadedParameters[key] = source.ContainsKey(key) && skip?.Contains(key) != true;
                return this;
            }

            /// <summary>Moves the parameters and buffers, and converts the floating-point ones; the objects stay the same.</summary>
            internal Module _to(Device? device, ScalarType? dtype, bool non_blocking)
            {
                using var _ = no_grad();
                foreach (var parameter in parametersByName.Values) Move(parameter, device, dtype, non_blocking);
                foreach (var (buffer, _) in buffersByName.Values) Move(buffer, device, dtype, non_blocking);
                foreach (var module in modulesByName.Values) module._to(device, dtype, non_blocking);
                return this;
            }

            private static void Move(Tensor tensor, Device? device, ScalarType? dtype, bool nonBlocking)
            {
                var type = tensor.is_floating_point() ? dtype ?? tensor.dtype : tensor.dtype;
                var place = device ?? tensor.device;
                if (type == tensor.dtype && place.Equals(tensor.device)) return;

                var requiresGrad = tensor.requires_grad;
                using var gradient = tensor.grad;
                tensor.TakeOver(tensor.detach().to(type, place, disposeAfter: true, non_blocking: nonBlocking));
                tensor.requires_grad = requiresGrad;
                if (gradient is null) return;
                using var moved = gradient.to(type, place, non_blocking: nonBlocking);
                tensor.grad = moved;
            }
        }
    }
}

/// <summary>Moves and converts modules.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, torch.Device device, bool non_blocking = false) where T : torch.nn.Module => Moved(module, device, null, non_blocking);
    public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Moved(module, null, type, non_blocking);
    public static T to<T>(this T module, torch.Device device, torch.ScalarType type, bool non_blocking = false) where T : torch.nn.Module => Moved(module, device, type, non_blocking);
    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => Moved(module, new torch.Device(deviceType, deviceIndex), null, non_blocking);
    public static T cpu<T>(this T module, bool non_blocking = false) where T : torch.nn.Module => Moved(module, torch.CPU, null, non_blocking);
    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : torch.nn.Module => Moved(module, new torch.Device(DeviceType.CUDA, deviceIndex), null, non_blocking);

    private static T Moved<T>(T module, torch.Device? device, torch.ScalarType? type, bool nonBlocking) where T : torch.nn.Module
    {
        module._to(device, type, nonBlocking);
        return module;
    }
}
