using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AlgoDistill.Learning;

/// <summary>Where a training run lives: its configuration, checkpoint, weights and losses.</summary>
/// <param name="Path">The folder.</param>
public sealed record RunFolder(string Path)
{
    /// <summary>The configuration, JSON.</summary>
    public string ConfigurationFile => System.IO.Path.Combine(Path, "configuration.json");

    /// <summary>Weights, optimiser and step: what training resumes from.</summary>
    public string CheckpointFile => System.IO.Path.Combine(Path, "checkpoint.safetensors");

    /// <summary>The weights alone.</summary>
    public string ModelFile => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>Losses by head, CSV.</summary>
    public string LossFile => System.IO.Path.Combine(Path, "losses.csv");

    /// <summary>Losses by head, drawn.</summary>
    public string LossFigure => System.IO.Path.Combine(Path, "losses.svg");

    /// <summary>Losses for TensorBoard, where they are asked for.</summary>
    public string TensorBoardFolder => System.IO.Path.Combine(Path, "tensorboard");

    /// <summary>Makes the folder and writes the configuration.</summary>
    public void Create(JsonObject configuration)
    {
        Directory.CreateDirectory(Path);
        AtomicFile.WriteText(ConfigurationFile, configuration.ToJsonString(Settings.Json) + "\n");
    }

    /// <summary>Reads the configuration.</summary>
    /// <exception cref="InvalidDataException">There is none, or it is damaged.</exception>
    public JsonObject ReadConfiguration()
    {
        if (!File.Exists(ConfigurationFile)) throw new InvalidDataException($"{Path} is no training run: {ConfigurationFile} is missing");
        try
        {
            return JsonNode.Parse(File.ReadAllText(ConfigurationFile))?.AsObject() ?? throw new InvalidDataException($"{ConfigurationFile} is empty");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"{ConfigurationFile} is damaged: {error.Message}", error);
        }
    }

    /// <summary>SHA-256 of the weights' file, in lower-case hexadecimal.</summary>
    public string WeightsHash()
    {
        using var stream = File.OpenRead(ModelFile);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Identifier of the model that the run trains.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public string ModelId() => ModelId(ReadConfiguration());

    string ModelId(JsonObject configuration) =>
        configuration["model"]?["model"]?.GetValue<string>() ?? throw new InvalidDataException($"{ConfigurationFile} names no model");

    /// <summary>Reads what it takes to make the run's model again.</summary>
    /// <param name="modelId">The model that is expected.</param>
    /// <exception cref="InvalidDataException">The configuration is damaged or of another model.</exception>
    public ModelConfiguration<T> ReadModelConfiguration<T>(string modelId) where T : class
    {
        var configuration = ReadConfiguration();
        if (ModelId(configuration) is var found && found != modelId) throw new InvalidDataException($"{Path} holds a {found}, not a {modelId}");
        try
        {
            return configuration["model"].Deserialize<ModelConfiguration<T>>(Settings.Json)!;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new InvalidDataException($"{ConfigurationFile} is damaged: {error.Message}", error);
        }
    }
}
