using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace AlgoDistill.Data.Import;

/// <summary>Makes a store of histories that something else recorded.</summary>
/// <remarks>
/// The source is read twice: once to learn how much there is and which values occur, once to write. Such a store's plan names the
/// algorithm <c>imported</c>, with the format, the number, size and SHA-256 of the files and the mapping as parameters, and no path. An
/// interrupted import goes on where it stopped.
/// </remarks>
public static class StoreImport
{
    const int RowsPerPart = 200_000; // as generated stores: two row groups

    static readonly References Unknown = new(double.NaN, double.NaN, "unknown: imported");

    /// <summary>Imports <paramref name="path"/> into the store <paramref name="folder"/>.</summary>
    /// <param name="importer">Reads the format.</param>
    /// <param name="path">The source.</param>
    /// <param name="folder">The store's folder, new or begun by the same import.</param>
    /// <param name="cancellation">Stops it between two parts.</param>
    /// <exception cref="StoreException">The source is malformed, holds no history or values that are not finite; or the store cannot be written.</exception>
    public static HistoryStore Run(IImporter importer, string path, string folder, CancellationToken cancellation = default)
    {
        var source = importer.Open(path);
        var survey = Survey.Of(source, path);
        var manifest = StoreWriter.Fresh(Plan(importer, source, survey), source.Observations ?? survey.Observations, source.Actions ?? survey.Actions) with
        {
            Extra = source.Extra.IsEmpty ? null : source.Extra,
            Absent = source.Absent.IsEmpty ? null : source.Absent,
        };
        using (var writer = StoreWriter.Open(folder, manifest))
        {
            var references = source.Tasks.ToDictionary(task => task.Index, task => new References(task.Optimal, task.Random, task.Method));
            foreach (var part in source.Histories().Skip(writer.Manifest.Histories).Chunk(manifest.Plan.HistoriesPerPart))
            {
                cancellation.ThrowIfCancellationRequested();
                writer.Append(part, task => references.GetValueOrDefault(task.Index, Unknown));
            }
        }

        return HistoryStore.Open(folder);
    }

    static StorePlan Plan(IImporter importer, ImportSource source, Survey survey) => new()
    {
        Tasks = new Component { Id = $"{Component.Imported}/{importer.Id}", Parameters = [] },
        Algorithm = new Component { Id = Component.Imported, Parameters = Provenance(importer, source) },
        Split = "train",
        SplitSeed = 0,
        Seed = 0,
        Histories = survey.Histories,
        Steps = survey.LongestHistory,
        Streams = 1,
        RowsPerPart = RowsPerPart,
    };

    static JsonObject Provenance(IImporter importer, ImportSource source)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var bytes = 0L;
        foreach (var file in source.Files)
        {
            bytes += new FileInfo(file).Length;
            hash.AppendData(Encoding.ASCII.GetBytes(HistoryStore.Sha256(file)));
        }

        return new JsonObject
        {
            ["format"] = importer.Id,
            ["files"] = source.Files.Count,
            ["bytes"] = bytes,
            ["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset()), // of the files' own, one after the other
            ["mapping"] = new JsonObject(source.Mapping.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["details"] = source.Details.DeepClone(),
        };
    }

    /// <summary>What a first reading shows.</summary>
    sealed class Survey
    {
        readonly ValueRange observations = new(), actions = new();

        public int Histories { get; private set; }

        public int LongestHistory { get; private set; }

        public Space Observations => observations.Space;

        public Space Actions => actions.Space;

        public static Survey Of(ImportSource source, string path)
        {
            var survey = new Survey();
            foreach (var history in source.Histories()) survey.Add(history, source, path);
            return survey.Histories > 0 ? survey : throw new StoreException(path, "holds no learning history");
        }

        void Add(LearningHistory history, ImportSource source, string path)
        {
            Histories++;
            LongestHistory = Math.Max(LongestHistory, history.Length);
            var columns = history.Columns;
            Finite("observation", columns.Observations, history.ObservationWidth);
            Finite("observation", columns.FinalObservations, history.ObservationWidth);
            Finite("action", columns.Actions, history.ActionWidth);
            if (!source.Absent.Contains("reward")) Finite("reward", columns.Rewards, 1);
            observations.Add(history.ObservationWidth, columns.Observations);
            observations.Add(history.ObservationWidth, columns.FinalObservations);
            actions.Add(history.ActionWidth, columns.Actions);

            void Finite(string column, float[] values, int width)
            {
                var at = Array.FindIndex(values, value => !float.IsFinite(value));
                if (at >= 0)
                    throw new StoreException(path, string.Create(CultureInfo.InvariantCulture,
                        $"history {history.Run}.{history.Stream}, column {column}, value {at / width}: {values[at]}; every value must be a finite number"));
            }
        }
    }
}
