using Microsoft.CodeAnalysis;
using static Microsoft.CodeAnalysis.SymbolDisplayMemberOptions;
using static Microsoft.CodeAnalysis.SymbolDisplayMiscellaneousOptions;
using static Microsoft.CodeAnalysis.SymbolDisplayParameterOptions;

namespace AlgoDistill.Torch.Tests.Api;

/// <summary>What users of an assembly see, as lines of C#: for each public type its header and its members.</summary>
internal static class PublicSurface
{
    private static readonly SymbolDisplayFormat TypeName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    private static readonly SymbolDisplayFormat Signature = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints,
        memberOptions: IncludeParameters | SymbolDisplayMemberOptions.IncludeType | IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | IncludeName | IncludeDefaultValue | SymbolDisplayParameterOptions.IncludeModifiers | IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        miscellaneousOptions: UseSpecialTypes | IncludeNullableReferenceTypeModifier);

    /// <summary>The public types of namespace TorchSharp and below, with their members; what overrides is the base's.</summary>
    internal static IEnumerable<(string Type, string[] Members)> Of(IAssemblySymbol assembly) =>
        from member in assembly.GlobalNamespace.GetMembers("TorchSharp")
        from type in Types((INamespaceOrTypeSymbol)member)
        select (Header(type), type.GetMembers().Where(member => IsListed(type, member)).Select(member => Line(type, member)).Order(StringComparer.Ordinal).ToArray());

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers().OfType<INamespaceOrTypeSymbol>())
        {
            if (member is INamedTypeSymbol type)
            {
                if (!IsVisible(type)) continue;
                yield return type;
            }
            foreach (var below in Types(member)) yield return below;
        }
    }

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static bool IsListed(INamedTypeSymbol type, ISymbol member) => IsVisible(member) && !member.IsOverride && member switch
    {
        INamedTypeSymbol => false,
        IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.Length: 0 } => type.TypeKind == TypeKind.Class,
        IMethodSymbol method => method.MethodKind is MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.Conversion or MethodKind.Constructor,
        _ => true
    };

    private static string Header(INamedTypeSymbol type) => $"{(type.IsStatic ? "static " : "")}{type.TypeKind.ToString().ToLowerInvariant()} {type.ToDisplayString(TypeName).Replace("TorchSharp.", "", StringComparison.Ordinal)}";

    private static string Line(INamedTypeSymbol type, ISymbol member)
    {
        if (type.TypeKind == TypeKind.Enum && member is IFieldSymbol constant) return $"{constant.Name} = {constant.ConstantValue}";
        var isProtected = member.DeclaredAccessibility == Accessibility.Public ? "" : "protected ";
        var isStatic = member.IsStatic && !type.IsStatic ? "static " : "";
        var isOpen = type.TypeKind == TypeKind.Interface ? "" : member.IsAbstract ? "abstract " : member.IsVirtual ? "virtual " : "";
        return isProtected + isStatic + isOpen + Unqualified(member.ToDisplayString(Signature));
    }

    // Users have "using static TorchSharp.torch", and do not see a setter that is private.
    private static string Unqualified(string signature) =>
        signature.Replace("torch.", "", StringComparison.Ordinal).Replace(" private set;", "", StringComparison.Ordinal);
}
