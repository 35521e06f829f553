using System.Text.Json;
using System.Text.Json.Serialization;

namespace AlgoDistill.Data;

/// <summary>One history of a part: four numbers, so that a manifest of many histories stays small.</summary>
/// <param name="Run">Number of the learner.</param>
/// <param name="Stream">Number of the stream.</param>
/// <param name="Task">Number of the task, as column <c>task</c> has it.</param>
/// <param name="Rows">Rows, at least 1.</param>
[JsonConverter(typeof(Converter))]
public readonly record struct PartEntry(int Run, int Stream, int Task, int Rows)
{
    sealed class Converter : JsonConverter<PartEntry>
    {
        public override PartEntry Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            Expect(reader.TokenType == JsonTokenType.StartArray);
            var entry = new PartEntry(Number(ref reader), Number(ref reader), Number(ref reader), Number(ref reader));
            Expect(reader.Read() && reader.TokenType == JsonTokenType.EndArray);
            return entry;
        }

        public override void Write(Utf8JsonWriter writer, PartEntry value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(value.Run);
            writer.WriteNumberValue(value.Stream);
            writer.WriteNumberValue(value.Task);
            writer.WriteNumberValue(value.Rows);
            writer.WriteEndArray();
        }

        static int Number(ref Utf8JsonReader reader)
        {
            var number = 0;
            Expect(reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out number));
            return number;
        }

        static void Expect(bool right)
        {
            if (!right) throw new JsonException("a history in the contents of a part is not four whole numbers: run, stream, task, rows");
        }
    }
}
