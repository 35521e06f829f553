using static TorchSharp.torch;

namespace AlgoDistill.Learning;

/// <summary>Weights of a model to and from files.</summary>
public static class Weight
{
    /// <summary>The model's parameters by name.</summary>
    public static IEnumerable<(string Name, Tensor Value)> Of(nn.Module model) =>
        model.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter));

    /// <summary>Saves a model's parameters as safetensors.</summary>
    public static void Save(nn.Module model, string path) =>
        SafeTensors.Save(path, [.. Of(model)], new Dictionary<string, string> { ["format"] = "pt" });

    /// <summary>Loads parameters saved by <see cref="Save"/>.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or its tensors are not those of the model.</exception>
    public static void Load(nn.Module model, string path)
    {
        using var scope = NewDisposeScope();
        Copy(SafeTensors.Load(path).Tensors, Of(model), path);
    }

    /// <summary>Copies tensors by name, all or none.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown or of another shape.</exception>
    internal static void Copy(Dictionary<string, Tensor> source, IEnumerable<(string Name, Tensor Value)> targets, string path)
    {
        using var frozen = no_grad();
        var list = targets.ToArray();
        foreach (var (name, value) in list)
        {
            if (!source.TryGetValue(name, out var found)) throw Mismatch(path, $"it has no tensor {name}");
            if (!found.shape.AsSpan().SequenceEqual(value.shape))
                throw Mismatch(path, $"tensor {name} is ({string.Join(", ", found.shape)}) there and ({string.Join(", ", value.shape)}) here");
        }

        if (source.Keys.Except(list.Select(pair => pair.Name)).FirstOrDefault() is { } unknown) throw Mismatch(path, $"its tensor {unknown} is unknown here");
        foreach (var (name, value) in list) value.copy_(source[name]);
    }

    static InvalidDataException Mismatch(string path, string fault) => new($"{path} does not fit the model: {fault}");
}
