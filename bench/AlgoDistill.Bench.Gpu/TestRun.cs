using System.Reflection;
using Xunit;
using Xunit.Sdk;

namespace AlgoDistill.Bench.Gpu;

/// <summary>Runs the engine's tests where there is no .NET SDK: each fact, and each row of each theory, one after the other.</summary>
static class TestRun
{
    /// <summary>Runs the tests of the assemblies, names failures on the error output, and closes with a count.</summary>
    /// <returns>How many failed.</returns>
    public static int Run(params IEnumerable<Assembly> assemblies)
    {
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var method in assemblies.SelectMany(assembly => assembly.GetTypes()).SelectMany(type => type.GetMethods()))
        {
            if (method.GetCustomAttribute<FactAttribute>() is { Skip: not null }) skipped++;
            foreach (var arguments in Rows(method))
                if (Try(method, arguments)) passed++;
                else failed++;
        }

        Console.WriteLine($"{passed} passed, {failed} failed, {skipped} skipped");
        return failed;
    }

    static IEnumerable<object?[]> Rows(MethodInfo method) => method.GetCustomAttribute<FactAttribute>() switch
    {
        null => [],
        { Skip: not null } => [],
        TheoryAttribute => method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)),
        _ => [[]],
    };

    static bool Try(MethodInfo method, object?[] arguments)
    {
        try
        {
            var instance = Activator.CreateInstance(method.DeclaringType!);
            using (instance as IDisposable)
                if (method.Invoke(instance, arguments) is Task task) task.GetAwaiter().GetResult();
            return true;
        }
        catch (TargetInvocationException error)
        {
            Console.Error.WriteLine($"{method.DeclaringType!.Name}.{method.Name}({string.Join(", ", arguments)}): {error.InnerException}");
            return false;
        }
    }
}
