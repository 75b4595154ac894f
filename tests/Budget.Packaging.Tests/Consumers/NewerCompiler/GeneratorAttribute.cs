namespace Microsoft.CodeAnalysis
{
    [System.AttributeUsage(System.AttributeTargets.Class)]
    public sealed class GeneratorAttribute : System.Attribute
    {
        public GeneratorAttribute(string firstLanguage, params string[] additionalLanguages)
        {
        }
    }
}
